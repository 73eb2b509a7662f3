/*
 * test_view_terminal.c - what a student reads at the terminal.
 */
#include <stdint.h>

#include "view/glyph.h"
#include "view/paper.h"
#include "view/words.h"
#include "view_case.h"

/* The text that the terminal shows of the document NAME at WIDTH columns. */
static char *shown(const char *name, struct view_options options)
{
	json_t *doc = document(name);
	char *text = on_terminal(doc, options);

	json_decref(doc);
	return text;
}

static const struct view_options plain = { .width = 80 };

Test(terminal, the_verdict_comes_first)
{
	char *text = shown("faulty", plain);
	const char *verdict = "✗ 05-malloc-free: 41.3 of 100 points. 4 of 9 tests fail; "
	                      "2 memory errors;";

	cr_expect_eq(strncmp(text, verdict, strlen(verdict)), 0, "%s", text);
	free(text);
}

Test(terminal, the_first_finding_is_explained_whole)
{
	char *text = shown("faulty", plain);

	expect_text(text, "[1] error: vec_push writes one element past the end of the block\n"
	            "  exercises/05-malloc-free/vec.c:24 in vec_push\n");
	expect_text(text, "  >    24 │         return false;\n          │         ^~~~~~~~~~~~~\n");
	expect_text(text, "  the block    32 bytes on the heap; the address is the first byte past its end\n"
	            "    allocated  exercises/05-malloc-free/vec.c:12 in vec_reserve\n"
	            "               exercises/05-malloc-free/vec.c:23 in vec_push\n");
	expect_text(text, "  → next       Look at the condition in line 22");
	expect_text(text, "  read         lessons/05-malloc-free/README.md#one-past-the-end\n");
	expect_text(text, "50 times, in 4 tests: vec_push/grows,");
	expect_text(text, "Memcheck     Invalid write of size 4");
	free(text);
}

Test(terminal, later_findings_are_short)
{
	char *text = shown("faulty", plain);

	expect_text(text, "[2] error: 1,024 bytes are never freed");
	expect_no_text(text, "vec_free forgets the pointer");
	free(text);
}

Test(terminal, all_findings_are_whole_when_asked_for)
{
	char *text = shown("faulty", (struct view_options){ .width = 80, .all = true });

	expect_text(text, "vec_free forgets the pointer");
	expect_text(text, "✓ a new vector is empty");
	free(text);
}

Test(terminal, tests_that_pass_are_folded_into_a_count)
{
	char *text = shown("faulty", plain);

	expect_text(text, "  ✓ 3 tests pass\n");
	expect_text(text, "✗ vec_pop takes the last item: crashed (SIGSEGV) [1]");
	expect_text(text, "bytes do not fit (held back) [3]");
	expect_text(text, "! vec_at finds each item: passed, but with memory errors [1]");
	free(text);
}

Test(terminal, missed_lines_and_bugs_are_named)
{
	char *text = shown("faulty", plain);

	expect_text(text, "16 of 19 lines (84 %), 6 of 8 branches (75 %)");
	expect_text(text, "exercises/05-malloc-free/vec.c:11 no test reached lines 11, 14, 24");
	expect_text(text, "✗ not caught: vec_pop reads the item behind the last");
	free(text);
}

Test(terminal, the_last_line_says_what_to_do)
{
	char *text = shown("faulty", plain);

	expect_text(text, "\n→ Mend exercises/05-malloc-free/vec.c:24, then run: make check STAGE=05\n");
	free(text);
}

/* Where a lost block was allocated is not where it should have been freed. */
Test(terminal, a_place_where_memory_came_from_is_not_to_be_mended)
{
	static const char *const kinds[] = { "leak-definite", "returned-uninitialised" };

	for (size_t i = 0; i < 2; i++) {
		json_t *doc = document("faulty");
		json_t *first = json_array_get(json_object_get(doc, "findings"), 0);

		json_object_set_new(first, "kind", json_string(kinds[i]));
		char *text = on_terminal(doc, plain);
		expect_text(text, "→ Mend [1], then run");
		free(text);
		json_decref(doc);
	}
}

Test(terminal, full_marks_are_short_and_glad)
{
	char *text = shown("full", plain);

	expect_text(text, "✓ 02-sizeof: 100 of 100 points. All 21 tests pass; no memory error.");
	expect_text(text, "Well done.");
	expect_no_text(text, "Look at this first");
	free(text);
}

Test(terminal, a_rejected_one_shows_the_error_with_a_caret)
{
	char *text = shown("rejected", plain);

	expect_text(text, "✗ 02-sizeof: 0 of 100 points. sizes.c does not compile.");
	expect_text(text, "  >    12 │ *bytes = count * size\n          │                     ^\n");
	expect_no_text(text, "── Tests");
	free(text);
}

Test(terminal, not_graded_is_not_a_zero)
{
	char *text = shown("broken", plain);

	expect_text(text, "! 05-malloc-free: not graded. Valgrind is not installed");
	expect_text(text, "it is not a zero");
	expect_text(text, "apt-get install valgrind");
	expect_no_text(text, "of 100");
	free(text);
}

Test(terminal, the_heap_shows_where_walk_and_test_disagree)
{
	char *text = shown("heap", plain);

	expect_text(text, "heap_walk stopped before the end of the arena.");
	expect_text(text, "        40       64  free            56  #2, 50 bytes\n"
	            "        ^ the walk calls it free, but the test still holds it\n");
	expect_text(text, "^ the payload is smaller than what the test asked for");
	expect_text(text, "^ no block covers these bytes");
	expect_text(text, "^ the test holds it, but the walk shows no block here");
	expect_text(text, "→ Mend [1], then run");       /* a test's line is not to be mended */
	free(text);
}

Test(terminal, traces_tell_what_was_reached_and_asked)
{
	char *text = shown("heap", plain);

	expect_text(text, "git         0.997 (asked 0.9)     120 (asked 160)         0.62 of malloc");
	expect_text(text, "plateau     0.547 (asked 0.8)     too many to count (asked 300)");
	expect_text(text, "rungs       none (asked 0.8)      none (asked 300)");
	free(text);
}

Test(terminal, no_escape_code_without_colour_and_none_of_the_submission_with_it)
{
	char *text = shown("rejected", plain);

	cr_expect(strchr(text, '\033') == NULL);
	expect_text(text, "\\x1b[2J\\u202e");
	free(text);
	text = shown("rejected", (struct view_options){ .width = 80, .colour = true });
	expect_text(text, "\033[1;31m");
	expect_no_text(text, "\033[2J");
	expect_no_text(text, "\xe2\x80\xae");
	free(text);
}

Test(terminal, ascii_uses_no_other_character_of_its_own)
{
	char *text = shown("faulty", (struct view_options){ .width = 80, .ascii = true });

	for (const char *c = text; *c != '\0'; c++)
		cr_assert_lt((unsigned char)*c, 0x80, "%s", c);
	free(text);
}

/* Lines with a path or source in them may be longer. */
static void fits(const char *name, int width)
{
	char *text = shown(name, (struct view_options){ .width = width });

	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		cr_expect(glyph_columns(line) <= width || strchr(line, '/') != NULL,
		          "%d columns wanted: %s", width, line);
	free(text);
}

Test(terminal, the_text_fits_the_width)
{
	static const char *const names[] = { "faulty", "full", "rejected", "broken", "heap" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		fits(names[i], 80);
		fits(names[i], 60);
		fits(names[i], 110);
	}
}

Test(terminal, a_strange_document_harms_nothing)
{
	static const char *const strange[] = {
		"{}", "{\"status\": 3, \"findings\": {}, \"tests\": [1, null]}",
		"{\"status\": \"graded\", \"stage\": \"x\", \"findings\": [{}], \"tests\": [{}],"
		" \"heaps\": [{\"blocks\": [{\"offset\": 9223372036854775807,"
		" \"size\": 9223372036854775807}], \"live\": [{}, {}]}],"
		" \"coverage\": {\"known\": true, \"files\": [{}]}, \"score\": {\"parts\": [{}]},"
		" \"own\": {\"present\": true, \"mutants\": [{}]}}",
	};

	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
		json_t *doc = json_loads(strange[i], 0, NULL);
		char *text = on_terminal(doc, plain);

		cr_expect_gt(strlen(text), 10);
		free(text);
		json_decref(doc);
	}
}

Test(words, points_have_one_decimal_or_none)
{
	cr_expect_str_eq(words_points(100).text, "100");
	cr_expect_str_eq(words_points(61.5).text, "61.5");
	cr_expect_str_eq(words_points(0).text, "0");
	cr_expect_str_eq(words_points(99.96).text, "100");
}

Test(words, a_block_tells_where_the_address_lies)
{
	static const struct {
		int offset;
		const char *words;
	} cases[] = {
		{ -4, "8 bytes on the heap; the address is 4 bytes before it" },
		{ 0, "8 bytes on the heap" },
		{ 3, "8 bytes on the heap; the address is at byte 3 of it" },
		{ 8, "8 bytes on the heap; the address is the first byte past its end" },
		{ 9, "8 bytes on the heap; the address is 1 byte past its end" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *block = json_pack("{sbsisiss}", "known", 1, "size", 8, "offset",
		                          cases[i].offset, "kind", "heap");

		cr_expect_str_eq(words_block(block).text, cases[i].words);
		json_decref(block);
	}
}

/* Of a document that nobody vouches for, numbers too may be anything. */
Test(words, no_number_is_too_large)
{
	json_t *block = json_pack("{sbsIsIss}", "known", 1, "size", (json_int_t)INT64_MIN,
	                          "offset", (json_int_t)INT64_MAX, "kind", "heap");
	json_t *coverage = json_pack("{sIsI}", "lines", (json_int_t)INT64_MAX,
	                             "lines_covered", (json_int_t)INT64_MAX);

	cr_expect_str_eq(words_block(block).text, "-9223372036854775808 bytes on the heap; "
	                 "the address is 18446744073709551615 bytes past its end");
	json_object_set_new(block, "offset", json_integer(INT64_MIN + 1));
	json_object_set_new(block, "size", json_integer(8));
	cr_expect_str_eq(words_block(block).text, "8 bytes on the heap; "
	                 "the address is 9223372036854775807 bytes before it");
	expect_text(words_coverage(coverage).text, "lines (100 %)");
	json_decref(block);
	json_decref(coverage);
}

static size_t full_cells(double points, double max)
{
	size_t n = 0, count = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, &n);
	struct paper paper = paper_new(out, (struct view_options){ .ascii = true });
	const char full = paper_sign(&paper, SIGN_FULL)[0];

	paper_bar(&paper, points, max, 8);
	fclose(out);
	for (size_t i = 0; i < n; i++)
		count += text[i] == full;
	free(text);
	return count;
}

Test(paper, a_bar_is_as_full_as_the_score)
{
	cr_expect_eq(full_cells(49, 50), 7);
	cr_expect_eq(full_cells(50, 50), 8);
	cr_expect_eq(full_cells(0, 0), 0);
	cr_expect_eq(full_cells(1e300, 1e-300), 8);
	cr_expect_eq(full_cells(-1e300, 1e-300), 0);
}

Test(words, what_does_not_fit_is_cut_at_a_character)
{
	struct words words = { "" };

	for (int i = 0; i < 300; i++)
		words_add(&words, "é");
	cr_expect_eq(strlen(words.text) % 2, 1);            /* whole é and "..." */
	cr_expect_str_eq(words.text + strlen(words.text) - 3, "...");
}

Test(words, each_ending_of_a_test_has_its_words)
{
	static const char *const endings[][2] = {
		{ "failed", "failed" }, { "exited", "left early, by exit" },
		{ "timeout", "ran out of time" }, { "lost", "never reached" },
		{ "passed", "passed" }, { "crashed", "crashed (signal 60)" },
	};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		json_t *test = json_pack("{sssssi}", "status", endings[i][0], "memory", "clean",
		                         "signal", 60);

		cr_expect_str_eq(words_test_status(test).text, endings[i][1]);
		json_decref(test);
	}
}

Test(terminal, a_short_finding_says_what_the_test_said)
{
	json_t *doc = document("faulty");
	json_t *finding = json_array_get(json_object_get(doc, "findings"), 1);
	json_t *tests = json_object_get(finding, "tests");
	char *text;

	json_object_set_new(finding, "source", json_string("test"));
	json_object_set_new(finding, "actual", json_null());
	json_object_set_new(finding, "what", json_string("item 3 has changed"));
	json_array_clear(tests);
	for (int i = 0; i < 5; i++)
		json_array_append_new(tests, json_sprintf("vec/t%d", i));
	text = on_terminal(doc, (struct view_options){ .width = 80 });
	expect_text(text, "  said         item 3 has changed");
	expect_text(text, "in 5 tests: vec/t0, vec/t1, vec/t2, and 2 more");
	free(text);
	json_decref(doc);
}

/* The fixture as it is in a student's handout: what was held back did not run. */
static json_t *in_a_handout(void)
{
	json_t *doc = document("faulty"), *test;
	size_t i;

	json_array_foreach(json_object_get(doc, "tests"), i, test)
		if (json_is_true(json_object_get(test, "held_back"))) {
			json_object_set_new(test, "status", json_string("skipped"));
			json_object_set_new(test, "title", json_string("what nobody knows yet"));
		}
	return doc;
}

Test(terminal, in_a_handout_held_back_tests_run_later)
{
	json_t *doc = in_a_handout();
	char *text = on_terminal(doc, (struct view_options){ .width = 120 });

	expect_text(text, "of 8 tests fail; 1 more runs when you hand in");
	expect_no_text(text, "never finished");
	expect_no_text(text, "what nobody knows yet");
	free(text);
	json_object_set_new(json_object_get(doc, "score"), "points", json_real(100));
	text = on_terminal(doc, (struct view_options){ .width = 120 });
	expect_text(text, "Hand it in");
	expect_no_text(text, "solutions/");
	free(text);
	text = on_terminal(doc, (struct view_options){ .width = 120, .all = true });
	expect_text(text, "runs when you hand in");
	free(text);
	json_decref(doc);
}
