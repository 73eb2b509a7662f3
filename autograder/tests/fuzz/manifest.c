/*
 * manifest.c - stage.yaml of a course that somebody else wrote.
 */
#include "fuzz.h"

#include <stdlib.h>

static char *stages[] = { (char[]){ "05-vec" } };

FUZZ_MUTATE(fuzz_mutate_lines)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct course course = { .root = (char *)fuzz_folder(), .stages = stages,
	                         .stages_count = 1 };
	struct text problem = TEXT_EMPTY;

	free(fuzz_file("solutions/05-vec/vec.c", data, 0));
	free(fuzz_file("exercises/05-vec/vec.h", data, 0));
	free(fuzz_file("autograder/stages/05-vec/stage.yaml", data, size));
	struct stage *stage = stage_load(&course, "05-vec", &problem);
	if (stage == NULL && problem.length == 0)
		fuzz_wrong("a manifest was refused without a word");
	stage_free(stage);
	text_free(&problem);
	return 0;
}
