/*
 * heap_traces.c - what the player of traces tells of the student's heap, which
 * lives in the same process; first natively, then counted.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/traces.h"

FUZZ_MUTATE(fuzz_mutate_json)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grading *g = fuzz_grading();
	char *lines = fuzz_string(data, size);
	size_t n = strlen(lines);

	traces_read(g, lines, false);
	traces_read(g, n < size ? lines + n + 1 : "", true);
	traces_explain(g);
	fuzz_judge(g);
	free(lines);
	return 0;
}
