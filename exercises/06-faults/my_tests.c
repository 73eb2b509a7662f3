/*
 * my_tests.c - your own tests for the play log.
 *
 * They are run against a correct plays.c, where all must pass, and against
 * faulty ones, each with one bug, where at least one must fail. Whatever
 * plays.h promises may be tested, and nothing else.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h" /* fail_at, fail_from, fail_never, alloc_live, ... */
#include "plays.h"

/* One test as an example: a summary that is freed leaves no block behind. */
Test(plays_free, gives_everything_back)
{
	struct plays *plays = plays_new("Ada");

	cr_assert(ne(ptr, plays, NULL), "there is memory for a summary");
	cr_expect(eq(int, plays_add(plays, "562;Miles Davis;So What"), PLAYS_ADDED));
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
}

// Your turn. Which line of plays.c has no test ever reached?
