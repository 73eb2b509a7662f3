/*
 * heap.c - blocks with a header each, found by marching from one to the next.
 *
 *     | pad | header payload | header payload | ... | epilogue |
 *             ^ heap.first                            ^ heap.end
 *
 * There is no list of blocks anywhere: a block's size is the way to its
 * neighbour. The epilogue stops the march; when the heap grows, it becomes
 * the header of the new block, and a new epilogue is written behind that.
 * heap.h tells what is promised; pages.h where the memory comes from.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

/* Size of the whole block, plus HEAP_IN_USE. The payload begins behind it. */
struct header {
	size_t word;
};

/* The bits of a header that are no part of the size. */
#define FLAG_BITS ((size_t)HEAP_ALIGNMENT - 1)

/* Both NULL until heap_init; first == end while there are no blocks. */
static struct {
	struct header *first;
	struct header *end;         /* the epilogue */
} heap;

bool heap_init(void)
{
	heap.first = heap.end = NULL;
	struct header *pad = pages_grow(2 * sizeof *pad);
	if (pad == NULL)
		return false;
	heap.first = heap.end = pad + 1;
	heap.end->word = HEAP_IN_USE;
	return true;
}

// Your turn. Small helpers of your own belong here; the reference has seven,
// of two to ten lines each: the size of a block, whether it is in use, the
// block behind it, what is wrong with its header, the block size that a
// request needs, the first fit, and one that makes the arena longer.

void *heap_alloc(size_t size)
{
	// Your turn: the block's size, the first fit, and if there is none, more memory.
	(void)size;
	return NULL;
}

void heap_free(void *payload)
{
	// Your turn: where is the header, and which bit says that the block is in use?
	(void)payload;
}

bool heap_walk(heap_visit *visit, void *context)
{
	// Your turn: call visit for each block, and stop when it returns false.
	(void)visit;
	(void)context;
	return false;
}

const char *heap_check(void)
{
	// Your turn: NULL for a sound heap, or what is wrong with the first damaged header.
	return "heap_check is not written yet";
}
