/*
 * archive.c - a submission in an archive, up to the copies of its files.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "base/files.h"
#include "pipeline/submission.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *path = fuzz_file("handed-in", data, size);
	struct grading *g = fuzz_grading();
	struct job job = *g->job;
	const struct job *before = g->job;

	job.from = path;
	g->job = &job;
	phase_accept(g);
	g->job = before;
	fuzz_judge(g);
	free(path);
	return 0;
}
