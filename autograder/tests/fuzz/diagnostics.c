/*
 * diagnostics.c - what gcc and the linker say of a stranger's source.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "pipeline/diagnostics.h"

FUZZ_MUTATE(fuzz_mutate_json)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grading *g = fuzz_grading();
	char *output = fuzz_string(data, size);

	diagnostics_read(g, output, size);
	fuzz_judge(g);
	free(output);
	return 0;
}
