/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, block_of, header_of,
 * smallest_block, expect_sound.
 */
#include "heap_test.h"

#include <string.h>

/* A sample. It is true, and it catches next to nothing: nobody checks here
   that the second song leaves the first one alone. */
Test(mine, a_payload_can_be_written_and_read)
{
	begin();
	char *title = must_alloc(sizeof "So What");
	strcpy(title, "So What");
	cr_assert(eq(str, title, "So What"));
}

// Your turn. One promise of heap.h for each test; which bug would break it?
