/*
 * heap_test.h - small things that every test of the heap needs.
 *
 * Your own tests may include it too. It all stands in the autograder's
 * rig/heap_layout.h (begin, must_alloc, size_of, header_of, use_up, expect_sound
 * and others) and rig/heap_lists.h: links_of, class_at, list_first, list_next,
 * list_length, free_blocks, which read the lists without asking your heap. They
 * go by what heap.h promises and by nothing else.
 */
#ifndef HEAP_TEST_H
#define HEAP_TEST_H

#include "heap_lists.h"

/* What to ask for to get a block of so many bytes, header included. */
static inline size_t payload_of(size_t block)
{
	return block - HEADER;
}

/* The smallest size whose class has the next size, too: with it begin the classes
   in which a block may be too small. */
static inline size_t first_shared_size(void)
{
	size_t size = HEAP_SMALLEST;

	while (size < HEAP_SPREAD
	       && heap_class(size) != heap_class(size + HEAP_ALIGNMENT))
		size += HEAP_ALIGNMENT;
	return size;
}

#endif
