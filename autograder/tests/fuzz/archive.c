/*
 * archive.c - a submission in an archive, up to the copies of its files.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "pipeline/submission.h"

enum { BLOCK = 512, SIZE_AT = 124, SUM_AT = 148, MAGIC_AT = 257 };

/* A header of tar holds the sum of its bytes, those of the sum taken as spaces. */
static void mend_sum(uint8_t *header)
{
	unsigned sum = 0;

	memset(header + SUM_AT, ' ', 8);
	for (size_t i = 0; i < BLOCK; i++)
		sum += header[i];
	snprintf((char *)header + SUM_AT, 8, "%06o", sum);
}

/* With sums that are wrong, no tar would come further than its first header. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed)
{
	size = LLVMFuzzerMutate(data, size, most);
	for (size_t at = 0; seed % 8 > 0 && at + BLOCK <= size;) {
		char digits[13] = "";

		if (memcmp(data + at + MAGIC_AT, "ustar", 5) != 0)
			break;
		mend_sum(data + at);
		memcpy(digits, data + at + SIZE_AT, sizeof digits - 1);
		size_t bytes = strtoul(digits, NULL, 8);
		if (bytes > size)
			break;
		at += BLOCK + (bytes + BLOCK - 1) / BLOCK * BLOCK;
	}
	return size;
}

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
