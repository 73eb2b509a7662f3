/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too, and one that knows your classes fails on a heap with others.
 * heap_test.h has helpers: begin, must_alloc, size_of, header_of, expect_sound,
 * use_up, payload_of; and for the lists: list_first, list_next, list_length,
 * links_of, class_at, free_blocks.
 */
#include "heap_test.h"

#include <string.h>

/* A sample: what is freed is in the list of its class, and nothing else is. */
Test(mine, a_freed_block_is_in_its_list)
{
	begin();
	void *song = must_alloc(100);
	must_alloc(24);
	use_up();
	heap_free(song);
	cr_assert(eq(ptr, list_first(heap_class(size_of(song))), (char *)header_of(song)));
	cr_assert(eq(sz, free_blocks(), 1));
}

// Your turn. One promise of heap.h for each test; which bug would break it?
