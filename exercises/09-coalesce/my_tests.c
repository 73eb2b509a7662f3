/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, size_of, block_of,
 * header_of, footer_at, most_block, expect_sound, fenced.
 */
#include "heap_test.h"

#include <string.h>

/* A sample: the first of the four cases, and the only one. */
Test(mine, a_freed_block_keeps_its_size)
{
	begin();
	must_alloc(24);
	void *song = must_alloc(100);
	must_alloc(24);
	size_t size = size_of(song);
	heap_free(song);
	cr_assert(eq(sz, size_of(song), size));
}

// Your turn. One promise of heap.h for each test; which bug would break it?
