/*
 * my_tests.c - your own tests of the arena.
 *
 * They are run against arenas with one bug each, and against one without. Go
 * by what arena.h promises: a test that asks for more fails on the good arena
 * too. arena_test.h has helpers: begin, begin_with, begin_behind_others,
 * must_alloc, is_aligned, bought.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "arena_test.h"

#include <string.h>

/* A sample. It is true, and it catches next to nothing: what if the second
   block had been 4 bytes long, or the arena full? */
Test(mine, a_block_can_be_written_and_read)
{
	begin();
	char *title = must_alloc(sizeof "So What", 1);
	strcpy(title, "So What");
	must_alloc(100, 16);
	cr_assert(eq(str, title, "So What"));
}

// Your turn. One promise of arena.h for each test; which bug would break it?
