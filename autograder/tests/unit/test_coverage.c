/*
 * test_coverage.c - gcovr's JSON becomes coverage.
 */
#include "findings_case.h"

#include "base/files.h"
#include "pipeline/coverage.h"

static void read_fixture(struct grading *g, const char *path)
{
	struct text t = TEXT_EMPTY;

	cr_assert(file_read(path, 0, &t), "%s", path);
	cr_expect(coverage_read(g, text_string(&t)), "%s", path);
	text_free(&t);
}

Test(coverage, reads_the_submission_and_nothing_else)
{
	struct grading g = grading_of("faults.c");
	const struct coverage *c = &g.result->coverage;

	read_fixture(&g, "autograder/tests/fixtures/gcovr/gcovr-5.2.json");
	cr_assert(c->known);
	cr_assert_eq(c->files.count, 1);
	cr_expect_str_eq(c->files.items[0].file, "exercises/90-faults/faults.c");
	/* a line without code is no line to cover */
	cr_expect_eq(c->lines, 2);
	cr_expect_eq(c->lines_covered, 1);
	cr_expect_eq(c->branches, 2);
	cr_expect_eq(c->branches_covered, 1);
	grading_done(&g);
}

Test(coverage, reads_what_newer_versions_write)
{
	struct grading g = grading_of("faults.c");
	const struct coverage *c = &g.result->coverage;

	read_fixture(&g, "autograder/tests/fixtures/gcovr/gcovr-8.json");
	cr_assert(c->known);
	/* two entries of one line are one line, reached if one of them is */
	cr_expect_eq(c->lines, 2);
	cr_expect_eq(c->lines_covered, 2);
	cr_expect_eq(c->branches_covered, 1);
	grading_done(&g);
}

Test(coverage, is_unknown_when_gcovr_says_nothing)
{
	struct grading g = grading_of("faults.c");

	cr_expect_not(coverage_read(&g, ""));
	cr_expect_not(coverage_read(&g, "{\"files\": []}"));
	cr_expect_not(coverage_read(&g, "{broken"));
	cr_expect_not(g.result->coverage.known);
	grading_done(&g);
}

/* The notes that gcov reads lie where a stranger's program can write. */
Test(coverage, has_so_many_lines_and_no_more)
{
	struct grading g = grading_of("faults.c");
	struct text json = TEXT_EMPTY;

	text_add(&json, "{\"files\": [{\"file\": \"submission/faults.c\", \"lines\": [");
	for (int i = 1; i <= 20007; i++)
		text_add_format(&json, "%s{\"line_number\": %d, \"count\": 1}",
		                i > 1 ? "," : "", i);
	text_add(&json, "]}]}");
	cr_expect(coverage_read(&g, text_string(&json)));
	cr_expect_eq(g.result->coverage.lines, 20000);
	text_free(&json);
	grading_done(&g);
}
