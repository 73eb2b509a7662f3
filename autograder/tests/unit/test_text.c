/*
 * test_text.c - strings, argument vectors, messages.
 */
#include "base/args.h"
#include "base/error.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdlib.h>

Test(text, grows_and_stays_terminated)
{
	struct text t = TEXT_EMPTY;

	cr_assert_str_eq(text_string(&t), "");
	for (int i = 0; i < 1000; i++)
		text_add_format(&t, "%d,", i);
	cr_assert_eq(t.length, strlen(text_string(&t)));
	text_cut(&t, 4);
	text_cut(&t, 10);
	cr_assert_str_eq(text_string(&t), "0,1,");
	char *taken = text_take(&t);
	cr_assert_str_eq(taken, "0,1,");
	cr_assert_eq(t.length, 0);
	free(taken);
	taken = text_take(&t);
	cr_assert_str_eq(taken, "");
	free(taken);
}

Test(text, knows_starts_and_ends)
{
	cr_assert(text_starts("vec.c", "vec"));
	cr_assert_not(text_starts("ve", "vec"));
	cr_assert(text_ends("vec.c", ".c"));
	cr_assert_not(text_ends("c", ".c"));
}

static void expect_clean(const char *bytes, size_t n, const char *wanted)
{
	struct text t = TEXT_EMPTY;

	text_add_clean(&t, bytes, n);
	cr_expect_str_eq(text_string(&t), wanted);
	text_free(&t);
}

#define BAD "\xef\xbf\xbd"

Test(text, cleans_what_is_no_text)
{
	expect_clean("a\tb\n", 4, "a\tb\n");
	expect_clean("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa2", 14,
	             "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa2");
	expect_clean("\x1b[31m", 5, BAD "[31m");
	expect_clean("a\0b", 3, "a" BAD "b");
	expect_clean("\xc2\x9b", 2, BAD);            /* C1 control          */
	expect_clean("\xc0\xaf", 2, BAD BAD);        /* overlong            */
	expect_clean("\xed\xa0\x80", 3, BAD BAD BAD);/* surrogate           */
	expect_clean("\xf4\x90\x80\x80", 4, BAD BAD BAD BAD);
	expect_clean("\xe2\x82", 2, BAD BAD);        /* cut off             */
	expect_clean("\xff", 1, BAD);
}

Test(args, splits_words)
{
	struct args a = ARGS_EMPTY, b = ARGS_EMPTY;

	args_add_words(&a, "  -g\t-O0 \n");
	args_add_format(&a, "-I%s", "a b");
	args_add_all(&b, &a);
	cr_assert_eq(b.count, 3);
	cr_assert_str_eq(args_vector(&b)[2], "-Ia b");
	cr_assert_null(args_vector(&b)[3]);
	args_free(&a);
	args_free(&b);
}

Test(error, has_one_form, .init = cr_redirect_stderr)
{
	error_print("%s is missing. Write it.", "vec.c");
	error_program("course");
	error_print("That is all.");
	fflush(stderr);
	cr_assert_stderr_eq_str("grade: vec.c is missing. Write it.\n"
	                        "course: That is all.\n");
}

Test(error, ends_the_program_with_three, .exit_code = 3,
     .init = cr_redirect_stderr)
{
	die("There is no more.");
}

Test(error, may_quote_the_problem_it_replaces)
{
	struct text t = TEXT_EMPTY;

	cr_assert_not(problem_set(&t, "one"));
	cr_assert_not(problem_set(&t, "%s, two", text_string(&t)));
	cr_assert_str_eq(text_string(&t), "one, two");
	cr_assert_not(problem_set(NULL, "nobody asks"));
	text_free(&t);
}
