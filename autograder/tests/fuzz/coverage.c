/*
 * coverage.c - gcovr's JSON, of which gcov's is a part.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "pipeline/coverage.h"

FUZZ_MUTATE(fuzz_mutate_json)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grading *g = fuzz_grading();
	char *output = fuzz_string(data, size);

	coverage_read(g, output);
	fuzz_judge(g);
	free(output);
	return 0;
}
