/*
 * filter.c - run a test program again, but not all of its tests.
 */
#include "pipeline/filter.h"

#include <string.h>

/* Adds option=name|name... to the arguments; of no names: nothing. */
static void add_names(struct args *argv, const char *option,
                      const char *const names[], size_t count)
{
	struct text value = TEXT_EMPTY;

	for (size_t i = 0; i < count; i++)
		text_add_format(&value, "%s%s", i == 0 ? option : "|", names[i]);
	if (count > 0)
		args_add(argv, text_string(&value));
	text_free(&value);
}

void filter_timeouts(const struct grading *g, struct args *argv)
{
	text_list names = { 0 };

	for (size_t i = 0; i < g->result->tests.count; i++) {
		const struct test_result *test = &g->result->tests.items[i];
		if (test->status == TEST_TIMEOUT)
			RESULT_PUSH(g->result, &names, test->name);
	}
	add_names(argv, "--except=", names.items, names.count);
}

void filter_only(const char *const names[], size_t count, struct args *argv)
{
	add_names(argv, "--only=", names, count);
}

void filter_job(const struct job *job, struct args *argv)
{
	add_names(argv, "--only=", job->only, job->only_count);
}

bool filter_asks_for(const struct job *job, const char *name)
{
	for (size_t i = 0; i < job->only_count; i++)
		if (strcmp(job->only[i], name) == 0)
			return true;
	return job->only_count == 0;
}
