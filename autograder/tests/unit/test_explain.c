/*
 * test_explain.c - findings are merged, ordered and worded.
 */
#include "findings_case.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "pipeline/lesson.h"

static struct sighting memcheck_at(int line, const char *kind,
                                   const char *test)
{
	return (struct sighting){
		.kind = kind, .source = SOURCE_MEMCHECK, .test = test,
		.where = { "exercises/90-faults/faults.c", line, 0, "write_after" },
		.raw = "as the tool says",
	};
}

Test(explain, makes_one_finding_of_one_cause)
{
	struct grading g = grading_of("faults.c");
	struct sighting s = memcheck_at(26, "null-read", "list/first");
	struct finding *f;

	explain_add(&g, &s);
	s.test = "list/second";
	explain_add(&g, &s);
	f = explain_add(&g, &s);
	cr_expect_eq(g.result->findings.count, 1);
	cr_expect_eq(f->count, 3);
	cr_expect_eq(f->tests.count, 2);
	s.where.line = 27;
	explain_add(&g, &s);
	s.cause = "another";
	explain_add(&g, &s);
	cr_expect_eq(g.result->findings.count, 3);
	grading_done(&g);
}

Test(explain, shows_the_line_and_two_on_each_side)
{
	struct grading g = grading_of("faults.c");
	struct sighting s = memcheck_at(26, "null-read", "list/first");
	const struct finding *f = explain_add(&g, &s);

	cr_assert_eq(f->snippet.count, 5);
	cr_expect_eq(f->snippet.items[0].line, 24);
	cr_expect(f->snippet.items[2].hit);
	cr_expect_eq(f->snippet.items[4].line, 28);
	cr_expect_str_eq(f->snippet.items[4].text, "}");
	grading_done(&g);
}

Test(explain, does_not_show_the_next_function)
{
	struct grading g = grading_of("faults.c");
	struct sighting s = memcheck_at(28, "null-read", "list/first");
	const struct finding *f = explain_add(&g, &s);

	cr_assert_gt(f->snippet.count, 0);
	cr_expect_eq(f->snippet.items[f->snippet.count - 1].line, 28);
	grading_done(&g);
}

Test(explain, has_words_for_a_kind_it_does_not_know)
{
	struct grading g = grading_of("faults.c");
	struct sighting s = memcheck_at(26, "never-heard-of", "list/first");
	const struct finding *f = explain_add(&g, &s);

	cr_expect_str_eq(f->title, "as the tool says");
	cr_expect_str_eq(f->what, "as the tool says");
	s.raw = NULL;
	s.where.line = 0;
	f = explain_add(&g, &s);
	cr_expect_str_eq(f->title, "never-heard-of");
	grading_done(&g);
}

Test(explain, puts_the_cause_before_its_effects)
{
	static const char *const expected[] = { "missing-semicolon", "null-read",
		"test-failed", "leak-definite", "leak-reachable", "crlf" };
	struct grading g = grading_of("faults.c");
	struct sighting s = memcheck_at(26, "leak-definite", "list/first");

	explain_add(&g, &s);
	s.kind = "leak-reachable";
	explain_add(&g, &s);
	explain_test_failure(&g, &g.result->tests.items[1], "no", "1", "2", NULL);
	s = memcheck_at(27, "null-read", "list/second");
	explain_add(&g, &s);
	explain_add(&g, &(struct sighting){ .kind = "crlf",
		.source = SOURCE_ACCEPT, .severity = SEVERITY_NOTE });
	explain_add(&g, &(struct sighting){ .kind = "missing-semicolon",
		.source = SOURCE_COMPILER });
	explain_finish(&g);
	cr_assert_eq(g.result->findings.count, 6);
	for (size_t i = 0; i < 6; i++)
		cr_expect_str_eq(g.result->findings.items[i].kind, expected[i],
		                 "%zu: %s", i, g.result->findings.items[i].kind);
	cr_expect_str_eq(g.result->findings.items[0].id, "f1");
	cr_assert_eq(g.result->tests.items[1].findings.count, 2);
	cr_expect_str_eq(g.result->tests.items[1].findings.items[0], "f2");
	grading_done(&g);
}

Test(explain, takes_the_words_for_a_failed_test_from_the_manifest)
{
	struct grading g = grading_of("faults.c");
	struct place p = { "exercises/90-faults/tests.c", 12, 0, NULL };
	const struct finding *f = explain_test_failure(&g,
		&g.result->tests.items[0], "the count is wrong", "3", "2", &p);

	cr_expect_str_eq(f->title, "a title");
	cr_expect_str_eq(f->what, "the count is wrong");
	cr_expect_str_eq(f->why, "a meaning");
	cr_expect_str_eq(f->expected, "3");
	cr_expect_str_eq(f->actual, "2");
	cr_expect_eq(f->where.line, 12);
	/* what fails after that, in the same test, is no news */
	p.line = 20;
	explain_test_failure(&g, &g.result->tests.items[0], "and more", NULL,
	                     NULL, &p);
	cr_expect_eq(g.result->findings.count, 1);
	grading_done(&g);
}

static const char *kind_of_output(enum test_status status, int number,
                                  const char *output)
{
	static char kind[64];
	struct grading g = grading_of("faults.c");
	struct test_result *t = &g.result->tests.items[0];
	const struct finding *f;

	t->status = status;
	t->signal = number;
	f = explain_test_end(&g, t, output);
	snprintf(kind, sizeof kind, "%s", f->kind);
	expect_whole(f);
	grading_done(&g);
	return kind;
}

Test(explain, knows_how_a_test_can_end)
{
	cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGSEGV, NULL), "crash-segv");
	cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGBUS, NULL), "crash-bus");
	cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGFPE, NULL), "crash-fpe");
	cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGILL, NULL), "crash-ill");
	cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGUSR1, NULL), "crash-signal");
	cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGABRT, ""), "crash-abort");
	cr_expect_str_eq(kind_of_output(TEST_EXITED, 0, NULL), "test-exit");
	cr_expect_str_eq(kind_of_output(TEST_TIMEOUT, 0, NULL), "test-timeout");
	cr_expect_str_eq(kind_of_output(TEST_LOST, 0, NULL), "test-lost");
}

Test(explain, understands_what_the_c_library_says)
{
	static const char *const said[][2] = {
		{ "free(): double free detected in tcache 2\n", "native-double-free" },
		{ "double free or corruption (!prev)\n", "native-double-free" },
		{ "free(): invalid pointer\n", "native-invalid-free" },
		{ "munmap_chunk(): invalid pointer\n", "native-invalid-free" },
		{ "malloc(): corrupted top size\n", "heap-corrupted" },
		{ "corrupted size vs. prev_size\n", "heap-corrupted" },
		{ "free(): invalid next size (fast)\n", "heap-corrupted" },
		{ "*** stack smashing detected ***: terminated\n", "stack-smashed" },
		{ "*** buffer overflow detected ***: terminated\n", "buffer-overflow" },
		{ "tests: vec.c:3: f: Assertion `n > 0' failed.\n", "own-assert" },
	};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		cr_expect_str_eq(kind_of_output(TEST_CRASHED, SIGABRT, said[i][0]),
		                 said[i][1], "%s", said[i][0]);
}

Test(explain, leaves_a_crash_out_where_memcheck_saw_the_fault)
{
	struct grading g = grading_of("faults.c");
	struct sighting s = memcheck_at(26, "null-write", "list/first");

	for (size_t i = 0; i < 2; i++) {
		g.result->tests.items[i].status = TEST_CRASHED;
		g.result->tests.items[i].signal = SIGSEGV;
		explain_test_end(&g, &g.result->tests.items[i], NULL);
	}
	cr_assert_eq(g.result->findings.count, 1);
	explain_add(&g, &s);
	explain_finish(&g);
	/* the other test's crash is still unexplained */
	cr_assert_eq(g.result->findings.count, 2);
	cr_expect_str_eq(g.result->findings.items[0].kind, "null-write");
	cr_expect_str_eq(g.result->findings.items[1].kind, "crash-segv");
	cr_expect_eq(g.result->findings.items[1].tests.count, 1);
	grading_done(&g);
}

/* ---- the catalogue ---- */

static void filled(const char *text, const char *expected)
{
	const struct fact facts[] = { { "size", "40 bytes" }, { "line", "7" } };
	struct text t = TEXT_EMPTY;

	catalogue_fill(&t, text, facts, 2);
	cr_expect_str_eq(text_string(&t), expected);
	text_free(&t);
}

Test(catalogue, fills_placeholders)
{
	filled("a block of {size} in line {line}", "a block of 40 bytes in line 7");
	filled("One. {?Known {line}.?} Two.", "One. Known 7. Two.");
	filled("One. {?Unknown {index}.?} Two.", "One. Two.");
	filled("One. {?Unknown {index}.?}", "One.");
	filled("Did you mean {?line {line}??}", "Did you mean line 7?");
	filled("if (n) { return; } {Size}", "if (n) { return; } {Size}");
	filled("{unknown}", "(?)");
}

Test(catalogue, chooses_the_variant_whose_fact_is_known)
{
	struct grading g = grading_of("faults.c");
	const struct catalogue_data *data = explain_catalogue(&g);
	const struct fact string = { "string", "strcpy" };
	const struct entry *general = catalogue_entry(data, "read-after-block",
	                                              NULL, 0);
	const struct entry *variant = catalogue_entry(data, "read-after-block",
	                                              &string, 1);

	cr_assert_not_null(general);
	cr_assert_not_null(variant);
	cr_expect_null(general->when);
	cr_expect_str_eq(variant->when, "string");
	cr_expect_null(catalogue_entry(data, "no-such-kind", NULL, 0));
	grading_done(&g);
}

static bool severity_fits(const char *s)
{
	return s == NULL || strcmp(s, "error") == 0 ||
	       strcmp(s, "warning") == 0 || strcmp(s, "note") == 0;
}

static void check_entry(const struct entry *e)
{
	cr_expect(severity_fits(e->severity), "%s: %s", e->kind, e->severity);
	cr_expect(e->order == NULL || strcmp(e->order, "first") == 0 ||
	          strcmp(e->order, "vague") == 0, "%s: %s", e->kind, e->order);
	cr_expect_leq(strlen(e->title), 80, "%s: a long title", e->kind);
	cr_expect_null(strchr(e->what, '\t'), "%s", e->kind);
}

/* Every section that an entry names stands in its lesson. */
static void check_lessons(const struct entry *e)
{
	struct course here = { .root = (char[]){ "." }, .home = (char[]){ "." } };
	struct stage last = { .name = (char[]){ "99-last" } };
	struct grading g = grading_of("faults.c");

	g.course = &here;
	g.stage = &last;
	for (unsigned i = 0; i < e->lessons_count; i++) {
		const char *hash = strchr(e->lessons[i], '#');
		struct lesson_ref ref = lesson_find(&g, &e->lessons[i], 1);
		cr_expect_not_null(ref.path, "%s: no section %s", e->kind,
		                   e->lessons[i]);
		if (hash != NULL && ref.anchor != NULL)
			cr_expect_str_eq(ref.anchor, hash + 1);
	}
	grading_done(&g);
}

Test(catalogue, is_sound)
{
	struct catalogue_data data = { 0 };
	struct text problem = TEXT_EMPTY;

	cr_assert(catalogue_load("autograder/explain", &data, &problem), "%s",
	          text_string(&problem));
	for (size_t i = 0; i < data.count; i++)
		for (unsigned k = 0; k < data.files[i].count; k++) {
			check_entry(&data.files[i].items[k]);
			check_lessons(&data.files[i].items[k]);
		}
	catalogue_free(&data);
}

Test(catalogue, says_when_it_is_not_there)
{
	struct catalogue_data data = { 0 };
	struct text problem = TEXT_EMPTY;

	cr_expect_not(catalogue_load("/nonexistent", &data, &problem));
	cr_expect_gt(problem.length, 0);
	catalogue_free(&data);
	text_free(&problem);
}

/* ---- lessons ---- */

Test(lesson, makes_anchors_as_code_hosts_do)
{
	static const char *const headings[][2] = {
		{ "The product can overflow", "the-product-can-overflow" },
		{ "`size_t` has no minus sign", "size_t-has-no-minus-sign" },
		{ "Arrays: all of it, until it decays",
		  "arrays-all-of-it-until-it-decays" },
	};

	for (size_t i = 0; i < 3; i++) {
		struct text t = TEXT_EMPTY;
		lesson_anchor(&t, headings[i][0], strlen(headings[i][0]));
		cr_expect_str_eq(text_string(&t), headings[i][1]);
		text_free(&t);
	}
}

Test(lesson, finds_the_first_section_that_exists)
{
	char *refs[] = { (char[]){ "02-sizeof#no-such-section" },
	                 (char[]){ "08-headers" },
	                 (char[]){ "02-sizeof#the-product-can-overflow" } };
	struct course here = { .root = (char[]){ "." }, .home = (char[]){ "." } };
	struct stage stage = { .name = (char[]){ "05-malloc-free" } };
	struct grading g = grading_of("faults.c");

	g.course = &here;
	g.stage = &stage;
	struct lesson_ref ref = lesson_find(&g, refs, 3);
	/* not 08, which comes after the stage being graded */
	cr_assert_not_null(ref.path);
	cr_expect_str_eq(ref.path, "lessons/02-sizeof/README.md");
	cr_expect_str_eq(ref.title, "The product can overflow");
	ref = lesson_find(&g, refs, 2);
	cr_expect_str_eq(ref.path, "lessons/08-headers/README.md");
	stage.name = (char[]){ "77-none" };
	ref = lesson_find(&g, refs, 1);
	cr_expect_null(ref.path);
	grading_done(&g);
}
