/*
 * filter.c - run a test program again, but not all of its tests.
 *
 * Criterion's --filter takes the extended patterns of shells: !(a|b) is all
 * but these, @(a|b) these alone.
 */
#include "pipeline/filter.h"

#include <string.h>

void filter_timeouts(const struct grading *g, struct args *argv)
{
	struct text pattern = TEXT_EMPTY;
	size_t left_out = 0;

	for (size_t i = 0; i < g->result->tests.count; i++) {
		const struct test_result *test = &g->result->tests.items[i];
		if (test->status != TEST_TIMEOUT)
			continue;
		text_add(&pattern, left_out++ == 0 ? "--filter=!(" : "|");
		text_add(&pattern, test->name);
	}
	if (left_out > 0) {
		text_add(&pattern, ")");
		args_add(argv, text_string(&pattern));
	}
	text_free(&pattern);
}

void filter_only(const char *const names[], size_t count, struct args *argv)
{
	struct text pattern = TEXT_EMPTY;

	for (size_t i = 0; i < count; i++) {
		text_add(&pattern, i == 0 ? "--filter=@(" : "|");
		text_add(&pattern, names[i]);
	}
	text_add(&pattern, ")");
	args_add(argv, text_string(&pattern));
	text_free(&pattern);
}

void filter_job(const struct job *job, struct args *argv)
{
	if (job->only_count > 0)
		filter_only(job->only, job->only_count, argv);
}

bool filter_asks_for(const struct job *job, const char *name)
{
	for (size_t i = 0; i < job->only_count; i++)
		if (strcmp(job->only[i], name) == 0)
			return true;
	return job->only_count == 0;
}
