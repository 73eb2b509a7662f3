/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, must_realloc, must_align,
 * size_of, expect_sound, expect_counted, expect_tight, mark_ends, ends_marked.
 */
#include "heap_test.h"

/* A sample: what both sizes have in common is kept. */
Test(mine, a_text_keeps_its_beginning)
{
	begin();
	char *text = must_alloc(24);
	must_alloc(24);
	use_up();
	memset(text, 't', 24);
	text = must_realloc(text, 1000);
	cr_assert(eq(sz, first_marked(text, 24, 't'), 24));
	expect_sound();
}

// Your turn. One promise of heap.h for each test; which bug would break it?
