/*
 * endless.c - tests that never end; after the first, those that ask for no time of
 * their own are given less.
 */
#include <unistd.h>

#include <criterion/criterion.h>

static void wait_for_good(void)
{
	for (;;)
		pause();
}

Test(endless, a_first) { wait_for_good(); }
Test(endless, b_again) { wait_for_good(); }
Test(endless, c_that_asked, .timeout = 1.5) { wait_for_good(); }
