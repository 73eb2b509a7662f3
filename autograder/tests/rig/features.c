/*
 * features.c - every feature of Criterion that the course's tests may use,
 * once. Run with stock Criterion and with the rig, natively and under
 * Memcheck, verdicts must be the same test by test (see compare.sh).
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <criterion/redirect.h>
#include <criterion/theories.h>

static int suite_ready, test_ready;

static void suite_init(void) { suite_ready = 1; }
static void suite_fini(void) { suite_ready = 0; }
static void test_init(void) { test_ready = suite_ready + 1; }
static void test_fini(void) { cr_assert(eq(int, test_ready, 2)); }

TestSuite(plain);
Test(plain, passes) { cr_assert(eq(int, 2 + 2, 4)); }
Test(plain, fails_with_values) { cr_assert(eq(int, 2 + 2, 5), "a message"); }
Test(plain, fails_in_the_old_way) { cr_assert_eq(1, 2, "one is %d", 1); }
Test(plain, fails_twice) { cr_expect(0 == 1); cr_expect(1 == 2); }
Test(plain, fails_fatally) { cr_fatal("no use to go on"); }
Test(plain, compares_strings)
{
	cr_assert(eq(str, (char *)"short", (char *)"shirt"));
}
Test(plain, shows_a_diff)
{
	cr_assert(eq(str, (char *)"one\ntwo\nthree\nfour\nfive\nsix\n",
	             (char *)"one\ntwo\nTHREE\nfour\nfive\nsix\nseven\n"));
}
Test(plain, logs) { cr_log_info("a note of %s", "info"); }
Test(plain, is_skipped) { cr_skip_test("not today"); }
Test(plain, is_disabled, .disabled = true) { cr_assert(0 == 1); }
Test(plain, quotes_and_bytes)
{
	cr_assert(0 == 1, "\"quoted\" \\ back\tslash \xff\xfe \x01 done");
}

Test(plain, says_too_much)
{
	char text[6001];

	memset(text, 'a', 6000);
	text[6000] = '\0';
	cr_assert(0 == 1, "%s", text);
}

TestSuite(fixtures, .init = suite_init, .fini = suite_fini);
Test(fixtures, run_in_order, .init = test_init, .fini = test_fini)
{
	cr_assert(eq(int, suite_ready, 1));
	cr_assert(eq(int, test_ready, 2));
}
Test(fixtures, begin_afresh, .init = test_init) { cr_assert(eq(int, test_ready, 2)); }

static void failing_init(void) { cr_assert(0 == 1, "from init"); }
static void crashing_init(void) { abort(); }
Test(fixtures, assert_in_init_fails, .init = failing_init) { }
Test(fixtures, crash_in_init, .init = crashing_init) { }

Test(ends, by_expected_signal, .signal = SIGSEGV) { raise(SIGSEGV); }
Test(ends, by_other_signal, .signal = SIGSEGV) { raise(SIGFPE); }
Test(ends, without_expected_signal, .signal = SIGSEGV) { }
Test(ends, by_unexpected_signal) { raise(SIGSEGV); }
Test(ends, by_abort) { abort(); }
Test(ends, by_expected_exit, .exit_code = 3) { exit(3); }
Test(ends, by_other_exit, .exit_code = 3) { exit(4); }
Test(ends, without_expected_exit, .exit_code = 3) { }
Test(ends, by_unexpected_exit) { exit(1); }

/* A child that skipped what was registered would leave with another status. */
static void leave_with_three(void) { _exit(3); }
static void leave_with_status(int status, void *more) { _exit(status + *(int *)more); }
Test(ends, by_what_atexit_was_told) { atexit(leave_with_three); }
Test(ends, by_what_on_exit_was_told)
{
	static int four = 4;

	on_exit(leave_with_status, &four);
}
Test(ends, without_a_flush) { printf("what was printed is not lost\n"); }

Test(ends, in_time, .timeout = 5.) { cr_assert(1); }
Test(ends, too_late, .timeout = 0.3) { for (;;) pause(); }

Test(redirects, standard_output, .init = cr_redirect_stdout)
{
	printf("hello");
	fflush(stdout);
	cr_assert_stdout_eq_str("hello");
}
Test(redirects, standard_error, .init = cr_redirect_stderr)
{
	fputs("oops", stderr);
	cr_assert_stderr_eq_str("nothing");
}
Test(redirects, standard_input)
{
	FILE *in = cr_get_redirected_stdin();
	char word[8];

	fputs("ping\n", in);
	fclose(in);
	cr_assert(scanf("%7s", word) == 1);
	cr_assert(eq(str, word, (char *)"ping"));
}

struct pair { int a, b; char text[16]; };
ParameterizedTestParameters(params, of_a_struct)
{
	static struct pair pairs[] = {
		{ 1, 1, "one" }, { 2, 3, "two" }, { 4, 4, "four" },
	};
	return cr_make_param_array(struct pair, pairs, 3);
}
ParameterizedTest(struct pair *p, params, of_a_struct)
{
	cr_assert(eq(int, p->a, p->b), "%s", p->text);
	p->a = 0;
}

static void free_strings(struct criterion_test_params *p)
{
	char **strings = p->params;

	for (size_t i = 0; i < p->length; i++)
		cr_free(strings[i]);
	cr_free(strings);
}
ParameterizedTestParameters(params, on_the_shared_heap)
{
	size_t count = 3;
	char **strings = cr_malloc(count * sizeof *strings);

	for (size_t i = 0; i < count; i++) {
		strings[i] = cr_malloc(32);
		snprintf(strings[i], 32, "string %zu", i);
	}
	return cr_make_param_array(char *, strings, count, free_strings);
}
ParameterizedTest(char **text, params, on_the_shared_heap)
{
	cr_assert(eq(int, strncmp(*text, "string ", 7), 0));
	cr_assert(ne(chr, (*text)[7], '1'), "this is %s", *text);
	strcpy(*text, "scribbled over");
}

TheoryDataPoints(theories, one_fails) = {
	DataPoints(int, 1, 2, 3),
	DataPoints(long, 10, 20),
};
Theory((int a, long b), theories, one_fails)
{
	cr_assume(a != 1);
	cr_assert(a * b != 60, "%d * %ld", a, b);
}
TheoryDataPoints(theories, all_hold) = {
	DataPoints(int, 0, 5), DataPoints(double, 0.5, 2.5),
};
Theory((int a, double b), theories, all_hold)
{
	cr_assert(a + b >= 0.5);
}
