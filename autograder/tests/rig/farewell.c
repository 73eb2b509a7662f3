/*
 * farewell.c - a program with a destructor, which every test must run; and with
 * tests that fail only after each other, which a scout takes for faulty ones.
 */
#include <criterion/criterion.h>
#include <unistd.h>

static int status;

__attribute__((destructor)) static void leave(void)
{
	if (status != 0)
		_exit(status);
}

Test(farewell, runs_the_destructor) { status = 6; }

static int left_behind;

Test(order, a_leaves_something_behind) { left_behind = 1; }
Test(order, b_stumbles_over_it) { cr_assert_eq(left_behind, 0); }
