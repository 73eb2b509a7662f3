/*
 * progress.c - .progress, which anybody may edit.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/files.h"
#include "desk/progress.h"

static char *stages[] = { (char[]){ "00-start" }, (char[]){ "05-malloc-free" } };

FUZZ_MUTATE(fuzz_mutate_lines)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *path = fuzz_file("progress/" PROGRESS_FILE, data, size);
	struct course course = { .root = path_folder(path), .stages = stages,
	                         .stages_count = 2 };

	progress_current(&course);
	if (progress_hints(&course, stages[1]) < 0)
		fuzz_wrong("fewer hints than none were opened");
	progress_set_hints(&course, stages[1], 3);
	if (progress_hints(&course, stages[1]) != 3 && size < 60000)
		fuzz_wrong("what was written is not found again");
	progress_note_points(&course, stages[0], 7, 10);
	free(course.root);
	free(path);
	return 0;
}
