/*
 * heap.c - blocks that are split when there is too much, and merged again.
 *
 *     | pad | header payload footer | header payload footer | ... | epilogue |
 *             ^ heap.first                                          ^ heap.end
 *
 * Each block has its size at both ends, so a march can go either way: the
 * header is the way to the neighbour on the right, the word in front of it,
 * which is the footer of the neighbour on the left, the way to that one. The
 * pad looks like a footer and the epilogue like a header, both of a block of
 * size 0 in use. So the first and the last block have two neighbours as well.
 * heap.h tells what is promised; pages.h where the memory comes from.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

/* Size of the whole block, plus HEAP_IN_USE. A footer is one, too. */
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
	// Does the pad look like the footer of a block in use?
	heap.end->word = HEAP_IN_USE;
	return true;
}

static size_t block_size(const struct header *block)
{
	return block->word & ~FLAG_BITS;
}

static bool in_use(const struct header *block)
{
	return (block->word & HEAP_IN_USE) != 0;
}

static struct header *block_after(const struct header *block)
{
	return (void *)((unsigned char *)block + block_size(block));
}

// Your turn. Helpers that the reference has here, of two to ten lines each:
// the footer of a block; write header and footer at once; make one free
// block of this one and its free neighbours.

/* NULL, or why nobody can step from this block to the next. */
static const char *header_problem(const struct header *block)
{
	size_t left = (size_t)((unsigned char *)heap.end - (unsigned char *)block);

	if ((block->word & FLAG_BITS & ~HEAP_IN_USE) != 0)
		return "a header has a bit set that means nothing";
	// Stage 08's. How small may a block be now?
	if (block_size(block) == 0)
		return "a block before the end of the heap has size 0";
	if (block_size(block) > left)
		return "a block reaches past the end of the heap";
	return NULL;
}


/* The size of the block that a payload of so many bytes needs, if it fits. */
static bool block_size_for(size_t payload, size_t *size)
{
	// Stage 08's. What else must have room in a block?
	if (payload > SIZE_MAX - sizeof(struct header))
		return false;
	return align_up(payload + sizeof(struct header), HEAP_ALIGNMENT, size);
}

/* The free block with the lowest address that has size bytes, or NULL. */
static struct header *first_fit(size_t size)
{
	struct header *block = heap.first;

	while (block != heap.end && (in_use(block) || block_size(block) < size))
		block = block_after(block);
	return block == heap.end ? NULL : block;
}

/* A free block of size bytes at the end; NULL, and no change, without pages. */
static struct header *grow(size_t size)
{
	// Stage 08's. What if the last block is free already?
	if (heap.end == NULL || pages_grow(size) == NULL)
		return NULL;
	struct header *block = heap.end;
	block->word = size;
	heap.end = block_after(block);
	heap.end->word = HEAP_IN_USE;
	return block;
}


void *heap_alloc(size_t size)
{
	size_t wanted;

	if (!block_size_for(size, &wanted))
		return NULL;
	struct header *block = first_fit(wanted);
	if (block == NULL)
		block = grow(wanted);
	if (block == NULL)
		return NULL;
	// Stage 08's. What if the block is larger than wanted?
	block->word |= HEAP_IN_USE;
	return block + 1;
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct header *block = (struct header *)payload - 1;
	// Stage 08's. And the neighbours?
	block->word &= ~HEAP_IN_USE;
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct header *at = heap.first; at != heap.end; at = block_after(at)) {
		if (header_problem(at) != NULL)
			return false;
		struct heap_block block = {
			.start = at,
			.size = block_size(at),
			.payload = at + 1,
			.payload_size = block_size(at) - sizeof *at,
			.in_use = in_use(at),
		};
		if (!visit(&block, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	const struct header *at = heap.first;

	if (at == NULL)
		return NULL;
	// Your turn: what does the pad have to say?
	for (; at != heap.end; at = block_after(at)) {
		const char *problem = header_problem(at);
		// Your turn: what else can be wrong with a block?
		if (problem != NULL)
			return problem;
	}
	if (at->word != HEAP_IN_USE)
		return "the epilogue is damaged";
	return NULL;
}
