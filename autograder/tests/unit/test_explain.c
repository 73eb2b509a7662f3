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
	explain_test_failure(&g, &(struct failure){
		&g.result->tests.items[1], "no", "1", "2", { 0 }, NULL });
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
	struct failure failure = { &g.result->tests.items[0],
		"the count is wrong", "3", "2",
		{ "exercises/90-faults/tests.c", 12, 0, NULL }, NULL };
	const struct finding *f = explain_test_failure(&g, &failure);

	cr_expect_str_eq(f->title, "a title");
	cr_expect_str_eq(f->what, "the count is wrong");
	cr_expect_str_eq(f->why, "a meaning");
	cr_expect_str_eq(f->expected, "3");
	cr_expect_str_eq(f->actual, "2");
	cr_expect_eq(f->where.line, 12);
	/* what fails after that, in the same test, is no news */
	failure.place.line = 20;
	failure.message = "and more";
	explain_test_failure(&g, &failure);
	cr_expect_eq(g.result->findings.count, 1);
	grading_done(&g);
}

/* ---- tests that fail for one reason ---- */

static const struct finding *fail(struct grading *g, size_t test, int line,
                                  const char *message)
{
	return explain_test_failure(g, &(struct failure){
		&g->result->tests.items[test], message, NULL, NULL,
		{ "exercises/90-faults/tests.c", line, 0, NULL }, NULL });
}

#define FAULT "heap_check finds fault with a sound heap: "

Test(explain, takes_one_complaint_of_a_heap_for_one_cause)
{
	struct grading g = grading_of("faults.c");
	const struct finding *f;

	fail(&g, 0, 12, FAULT "a stray bit");
	f = fail(&g, 1, 30, FAULT "a stray bit");
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_str_eq(f->kind, "test-complaint");
	cr_expect_str_eq(f->title, "Your heap_check finds damage in a sound heap");
	cr_expect_str_eq(f->what, FAULT "a stray bit");
	cr_expect_eq(f->tests.count, 2);
	cr_expect_eq(f->where.line, 12);
	fail(&g, 2, 40, FAULT "a size of 0");
	cr_expect_eq(g.result->findings.count, 2, "another complaint");
	grading_done(&g);
}

Test(explain, knows_the_words_of_the_rig_whatever_the_numbers)
{
	struct grading g = grading_of("faults.c");

	fail(&g, 0, 1, "pages_grow(104): ask for a multiple of 16 bytes, and for "
	     "more than none");
	fail(&g, 1, 1, "pages_grow(8): ask for a multiple of 16 bytes, and for "
	     "more than none");
	cr_expect_eq(g.result->findings.count, 1);
	fail(&g, 2, 1, "pages_grow(0): ask for a multiple of 16 bytes, and for "
	     "more than none");
	cr_expect_eq(g.result->findings.count, 2);
	cr_expect_str_eq(g.result->findings.items[1].kind, "test-pages-none");
	grading_done(&g);
}

Test(explain, parts_other_failures_by_their_words_and_numbers)
{
	struct grading g = grading_of("faults.c");

	fail(&g, 0, 33, "item 0 of 10 has changed");
	fail(&g, 1, 33, "item 0 of 10 has changed");
	cr_expect_eq(g.result->findings.count, 1, "one helper, the same words");
	fail(&g, 2, 33, "item 7 of 10 has changed");
	cr_expect_eq(g.result->findings.count, 2, "another number");
	grading_done(&g);
	g = grading_of("faults.c");
	fail(&g, 0, 33, "there is a line");
	fail(&g, 1, 50, "there is a line");
	cr_expect_eq(g.result->findings.count, 2, "another assertion");
	grading_done(&g);
	g = grading_of("faults.c");
	fail(&g, 0, 33, "");
	fail(&g, 1, 33, "");
	cr_expect_eq(g.result->findings.count, 2, "nothing was said");
	grading_done(&g);
}

Test(explain, merges_what_is_held_back_without_showing_it)
{
	struct grading g = grading_of("faults.c");
	const struct finding *f;

	g.result->tests.items[1].held_back = true;
	g.result->tests.items[2].held_back = true;
	fail(&g, 0, 12, FAULT "a stray bit");
	f = fail(&g, 1, 30, FAULT "a stray bit");
	cr_expect_eq(g.result->findings.count, 1);
	cr_expect_eq(f->tests.count, 2);
	f = fail(&g, 2, 40, "the secret number is 7");
	cr_expect_eq(g.result->findings.count, 2);
	cr_expect_null(strstr(f->what, "secret"));
	cr_expect_null(f->where.file);
	cr_expect(strstr(f->next, "not shown") != NULL, "%s", f->next);
	grading_done(&g);
}

Test(explain, puts_what_can_be_seen_before_what_can_not)
{
	struct grading g = grading_of("faults.c");

	g.result->tests.items[0].held_back = true;
	fail(&g, 1, 12, "one is wrong");
	fail(&g, 0, 40, "the secret number is 7");
	explain_finish(&g);
	cr_assert_eq(g.result->findings.count, 2);
	cr_expect_str_eq(g.result->findings.items[0].what, "one is wrong");
	grading_done(&g);
}

/* ---- what follows from a damaged heap ---- */

static void memcheck_says(struct grading *g, int line, const char *kind,
                          const char *test)
{
	struct sighting s = memcheck_at(line, kind, test);

	explain_add(g, &s);
}

static struct stage fenced_stage = { .name = (char[]){ "91-heap" },
                                     .timeout = 5, .rig = RIG_FENCE };
static struct stage plain_stage = { .name = (char[]){ "92-plain" },
                                    .timeout = 5 };

static size_t findings_in(const struct stage *stage, const char *lead,
                          const char *follower, bool alone)
{
	struct grading g = grading_of("faults.c");
	size_t count;

	g.stage = stage;
	memcheck_says(&g, 26, lead, "list/first");
	memcheck_says(&g, 30, follower, "list/first");
	memcheck_says(&g, 30, follower, "list/first");
	if (alone)
		memcheck_says(&g, 30, follower, "list/second");
	explain_finish(&g);
	count = g.result->findings.count;
	cr_expect_str_eq(g.result->findings.items[0].kind, lead);
	cr_expect_eq(g.result->findings.items[0].count, 1);
	grading_done(&g);
	return count;
}

Test(explain, takes_what_only_follows_a_damaged_heap_for_its_effect)
{
	const struct stage *heap = &fenced_stage;

	cr_expect_eq(findings_in(heap, "fence-write", "read-far", false), 1);
	cr_expect_eq(findings_in(heap, "fence-read", "uninitialised-use", false), 1);
	cr_expect_eq(findings_in(heap, "fence-write", "read-far", true), 2,
	             "it comes first in another test");
	cr_expect_eq(findings_in(heap, "fence-write", "null-read", false), 2,
	             "NULL is a cause of its own");
	cr_expect_eq(findings_in(heap, "fence-write", "leak-definite", false), 2);
	cr_expect_eq(findings_in(&plain_stage, "write-far", "read-far", false), 2,
	             "no allocator of the student's");
}

Test(explain, leaves_a_payload_written_over_to_the_line_that_did_it)
{
	static const char said[] = "Somebody wrote over byte 8 of the payload of "
		"request 2 (16 bytes) while the test was using it.";
	struct grading g = grading_of("faults.c");

	fail(&g, 0, 12, said);
	fail(&g, 1, 20, said);
	memcheck_says(&g, 26, "fence-write", "list/first");
	explain_finish(&g);
	cr_expect_eq(g.result->findings.count, 2, "one test is unexplained");
	grading_done(&g);
	g = grading_of("faults.c");
	fail(&g, 0, 12, said);
	memcheck_says(&g, 26, "fence-write", "list/first");
	explain_finish(&g);
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_str_eq(g.result->findings.items[0].kind, "fence-write");
	grading_done(&g);
}

/* ---- the next step of a failed test ---- */

static const char *step(const char *message, const char *expected,
                        const char *actual, const char *expr)
{
	static char next[512];
	struct grading g = grading_of("faults.c");
	const struct finding *f = explain_test_failure(&g, &(struct failure){
		&g.result->tests.items[0], message, expected, actual,
		{ "exercises/90-faults/tests.c", 12, 0, NULL }, expr });

	expect_whole(f);
	snprintf(next, sizeof next, "%s", f->next);
	grading_done(&g);
	return next;
}

static void expect_step(const char *expected, const char *actual,
                        const char *part)
{
	const char *next = step("a message", expected, actual,
	                        "eq(sz, a, b)");

	cr_expect(strstr(next, part) != NULL, "%s, got %s: %s",
	          expected != NULL ? expected : "-",
	          actual != NULL ? actual : "-", next);
}

Test(explain, has_a_step_for_what_was_expected_and_what_came)
{
	expect_step("3", "4", "One too many");
	expect_step("3", "2", "One too few");
	expect_step("0", "18446744073709551615", "goes below 0");
	expect_step("0", "1515870810", "never set it");
	expect_step("anything but NULL", "NULL", "Your code gave NULL");
	expect_step("NULL", "0x5555aa10", "NULL was wanted");
	expect_step("0x5555aa10", "0x5555aa30", "lies 32 bytes behind");
	expect_step("0x5555aa30", "0x5555aa2f", "lies 1 byte before");
	expect_step("0x5555aa10", "0x7fff00000000", "line 12 of exercises/90");
	expect_step("10", "20", "line 12 of exercises/90-faults/tests.c");
	expect_step("\"So What\"", "\"So Wha\"", "line 12 of exercises/90");
	expect_step(NULL, NULL, "--filter=list/first");
	/* what a place holds is no count */
	cr_expect_null(strstr(step("a number has changed", "1", "0",
	                           "eq(int, a, b)"), "One too few"));
	cr_expect_not_null(strstr(step("no block", "0", "1",
	                               "eq(sz, alloc_live(), 0)"),
	                          "neither been freed"));
	cr_expect_null(strstr(step("no calls", "0", "1",
	                           "eq(sz, alloc_calls(), 0)"), "One too many"));
}

Test(explain, has_a_step_for_a_refused_allocation)
{
	const char *next = step("no memory, no line", "NULL", "0x55aa",
	                        NULL);

	cr_expect(strstr(next, "with NULL on paper") != NULL, "%s", next);
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
		{ "double free or corruption (fasttop)\n", "native-double-free" },
		{ "double free or corruption (!prev)\n", "heap-corrupted" },
		{ "double free or corruption (out)\n", "heap-corrupted" },
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
	cr_expect(e->cause == NULL || strcmp(e->cause, "shared") == 0, "%s: %s",
	          e->kind, e->cause);
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
	                 (char[]){ "02-sizeof#the-product-can-overflow" },
	                 (char[]){ "02-sizeof#size_t-has-no-minus-sign" } };
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
	ref = lesson_find(&g, &refs[3], 1);
	cr_expect_str_eq(ref.title, "size_t has no minus sign", "%s", ref.title);
	stage.name = (char[]){ "01-regions" };
	ref = lesson_find(&g, refs, 3);
	/* both come later: the nearer one */
	cr_expect_str_eq(ref.path, "lessons/02-sizeof/README.md");
	stage.name = (char[]){ "77-none" };
	ref = lesson_find(&g, refs, 1);
	cr_expect_null(ref.path);
	grading_done(&g);
}
