/*
 * test_view_glyph.c - untrusted characters, and the paper they are written on.
 */
#include "view/glyph.h"
#include "view/paper.h"
#include "view_case.h"

static struct glyph shown_as(const char *source, const char *shown)
{
	struct glyph glyph = glyph_next(source);

	cr_expect_str_eq(glyph.text, shown);
	return glyph;
}

Test(glyph, a_letter_is_itself)
{
	struct glyph glyph = shown_as("a", "a");

	cr_expect_eq(glyph.width, 1);
	cr_expect_eq(glyph.taken, 1);
	cr_expect_not(glyph.shown_as_code);
}

Test(glyph, the_end_takes_nothing)
{
	cr_expect_eq(glyph_next("").taken, 0);
}

Test(glyph, controls_are_shown_as_codes)
{
	cr_expect_eq(shown_as("\033[2J", "\\x1b").width, 4);
	shown_as("\r", "\\x0d");
	shown_as("\177", "\\x7f");
	shown_as("\xc2\x9b" "31m", "\\x9b");       /* the one-character CSI */
	cr_expect_eq(shown_as("\xe2\x80\xae", "\\u202e").taken, 3);
	shown_as("\xef\xbb\xbf", "\\ufeff");
}

Test(glyph, bytes_that_are_not_utf8_are_shown_as_codes)
{
	cr_expect_eq(shown_as("\xff", "\\xff").taken, 1);
	shown_as("\xc0\xaf", "\\xc0");             /* too long a form */
	shown_as("\xed\xa0\x80", "\\xed");         /* a surrogate     */
	shown_as("\xe2\x80", "\\xe2");             /* cut short       */
	shown_as("\xf4\x90\x80\x80", "\\xf4");     /* past the last   */
}

Test(glyph, widths_are_those_of_a_terminal)
{
	cr_expect_eq(glyph_columns("é"), 1);
	cr_expect_eq(glyph_columns("e\xcc\x81"), 1);
	cr_expect_eq(glyph_columns("漢字"), 4);
	cr_expect_eq(glyph_columns("ab\ncd"), 2);
}

/* Writes TEXT wrapped at WIDTH columns behind LEFT. */
static char *wrapped(const char *text, int width, int left)
{
	char *result = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&result, &length);
	struct paper paper = paper_new(out, (struct view_options){ .width = width });

	paper_to(&paper, left);
	paper_wrap(&paper, left, INK_PLAIN, text);
	fclose(out);
	return result;
}

Test(paper, words_wrap_at_the_width)
{
	char *text = wrapped("one two three four five six seven eight nine ten", 40, 2);

	cr_expect_str_eq(text, "  one two three four five six seven\n  eight nine ten\n");
	free(text);
}

Test(paper, a_line_break_in_the_text_is_kept)
{
	char *text = wrapped("one\ntwo\n", 40, 2);

	cr_expect_str_eq(text, "  one\n  two\n");
	free(text);
}

Test(paper, a_long_path_is_never_cut)
{
	const char *path = "exercises/05-malloc-free/a_name_that_is_longer_than_the_line.c:1:2";
	char *text = wrapped(path, 40, 1);

	expect_text(text, path);
	free(text);
}

Test(paper, nothing_at_all_still_ends_the_line)
{
	char *text = wrapped(NULL, 40, 1);

	cr_expect_str_eq(text, " \n");
	free(text);
}

static char *source(const char *text, int width, int skip)
{
	char *result = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&result, &length);
	struct paper paper = paper_new(out, (struct view_options){ .width = width, .ascii = true });

	paper_source(&paper, INK_PLAIN, text, skip, 4);
	fclose(out);
	return result;
}

Test(paper, source_expands_tabs)
{
	char *text = source("a\tb", 40, 0);

	cr_expect_str_eq(text, "a   b");
	free(text);
}

Test(paper, source_leaves_out_common_indentation)
{
	char *text = source("\t\tx = 1;", 40, 4);

	cr_expect_str_eq(text, "    x = 1;");
	free(text);
}

Test(paper, source_that_is_too_long_is_cut_with_a_sign)
{
	char *text = source("0123456789012345678901234567890123456789x", 40, 0);

	cr_expect_str_eq(text, "012345678901234567890123456789012345678~");
	free(text);
}

Test(paper, source_of_just_the_width_is_whole)
{
	char *text = source("0123456789012345678901234567890123456789", 40, 0);

	cr_expect_str_eq(text, "0123456789012345678901234567890123456789");
	free(text);
}

Test(paper, strange_widths_become_usable_ones)
{
	cr_expect_eq(paper_new(stdout, (struct view_options){ .width = 0 }).options.width, 80);
	cr_expect_eq(paper_new(stdout, (struct view_options){ .width = 3 }).options.width, 40);
	cr_expect_eq(paper_new(stdout, (struct view_options){ .width = 500 }).options.width, 120);
}

/* No terminal: a stream into memory has no file descriptor that is one. */
Test(options, no_colour_where_there_is_no_terminal)
{
	FILE *out = fopen("/dev/null", "w");
	cr_assert_not_null(out);
	struct view_options options = view_options_for(out, false);

	cr_expect_not(options.colour);
	cr_expect_eq(options.width, 80);
	fclose(out);
}

Test(options, the_locale_decides_on_signs)
{
	setenv("LC_ALL", "C", 1);
	cr_expect(view_options_for(stdout, false).ascii);
	setenv("LC_ALL", "C.UTF-8", 1);
	cr_expect_not(view_options_for(stdout, false).ascii);
}
