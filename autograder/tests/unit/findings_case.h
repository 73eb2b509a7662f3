/*
 * findings_case.h - a submission being graded, for tests of what is found.
 *
 * The submission is fixtures/memcheck/faults.c (or another file of the same
 * folder); stage and course are made up, the catalogue is the real one.
 */
#ifndef FINDINGS_CASE_H
#define FINDINGS_CASE_H

#include <criterion/criterion.h>
#include <string.h>

#include "pipeline/explain.h"

#define MEMCHECK_FIXTURES "autograder/tests/fixtures/memcheck"

static struct stage case_stage = { .name = (char[]){ "90-faults" }, .timeout = 5 };
static struct course case_place = { .root = (char[]){ "/course" }, .home = (char[]){ "." } };
static struct job case_job = { .stage = &case_stage, .scratch = "/scratch" };

static inline struct grading grading_of(const char *file)
{
	struct result *r = result_new();
	struct grading g = {
		.course = &case_place, .stage = &case_stage, .job = &case_job,
		.result = r, .submission = MEMCHECK_FIXTURES,
	};
	struct submitted_file f = { .name = file,
		.path = result_format(r, "exercises/90-faults/%s", file) };
	static const char *const tests[] = { "list/first", "list/second",
	                                     "list/third" };

	RESULT_PUSH(r, &r->files, f);
	for (size_t i = 0; i < 3; i++)
		RESULT_PUSH(r, &r->tests, (struct test_result){
			.name = tests[i], .title = "a title", .means = "a meaning" });
	return g;
}

static inline void grading_done(struct grading *g)
{
	explain_free(g);
	result_free(g->result);
}

/* Whether a finding's texts hold no placeholder and no gap. */
static inline void expect_whole(const struct finding *f)
{
	const char *const texts[] = { f->title, f->what, f->why, f->next };

	for (size_t i = 0; i < 4; i++)
		if (texts[i] != NULL) {
			cr_expect_null(strstr(texts[i], "(?)"), "%s: %s",
			               f->kind, texts[i]);
			cr_expect_null(strstr(texts[i], "?}"), "%s: %s",
			               f->kind, texts[i]);
			cr_expect_null(strstr(texts[i], "  "), "%s: %s",
			               f->kind, texts[i]);
		}
	cr_expect_not_null(f->next, "%s has no next step", f->kind);
}

#endif
