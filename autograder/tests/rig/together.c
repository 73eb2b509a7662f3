/*
 * together.c - tests that are clean, and tests with which something is wrong, each
 * in its way; run in one process by --together.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *kept;
static volatile char sink;

Test(fine, keeps_nothing) { free(malloc(10)); }
Test(fine, prints) { puts("hello"); }
Test(fine, compares) { cr_expect_eq(1 + 1, 2); }
/* Criterion starts these in ways of their own. */
Test(apart, by_exit, .exit_code = 3) { _exit(3); }
ParameterizedTestParameters(apart, numbers)
{
	static int numbers[] = { 1, 2 };

	return cr_make_param_array(int, numbers, 2);
}
ParameterizedTest(int *n, apart, numbers) { cr_assert(*n > 0); }

Test(wrong, loses_a_block) { kept = malloc(12); kept = NULL; }
Test(wrong, keeps_a_block) { kept = malloc(12); }
Test(wrong, reads_behind) { char *p = malloc(4); sink = p[4]; free(p); }
Test(wrong, uses_unset) { char *p = malloc(4); if (p[1]) sink = 1; free(p); }
Test(wrong, fails) { cr_assert_eq(1, 2); }
Test(wrong, leaves) { _exit(0); }
Test(wrong, crashes) { *(volatile int *)8 = 1; }

static void reads_unset(void) { char *p = malloc(4); if (p[1]) sink = 1; free(p); }
Test(wrong, begins_badly, .init = reads_unset) { }
