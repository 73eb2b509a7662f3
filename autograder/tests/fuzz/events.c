/*
 * events.c - the lines of the rig's pipe, and all that phase_native makes of them.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/native.h"

FUZZ_MUTATE(fuzz_mutate_json)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grading *g = fuzz_grading();
	/* What stands behind a zero byte is what the program said aside. */
	char *lines = fuzz_string(data, size);
	size_t n = strlen(lines);

	events_read(&g->events, lines, n);
	native_read(g, n < size ? lines + n + 1 : "");
	fuzz_judge(g);
	free(lines);
	return 0;
}
