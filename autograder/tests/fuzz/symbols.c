/*
 * symbols.c - an object file, as a stranger's source can shape it by assembly.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "pipeline/symbols.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *path = fuzz_file("vec.o", data, size);
	struct symbols s = { 0 };

	symbols_read(&s, path);
	symbols_free(&s);
	free(path);
	return 0;
}
