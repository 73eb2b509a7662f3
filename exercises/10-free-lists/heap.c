/*
 * heap.c - a heap that finds its free blocks in a list.
 *
 *     | pad | header payload footer | header links .. footer | ... | epilogue |
 *             ^ heap.first                                           ^ heap.end
 *
 * The row of blocks is that of stage 09, with tags at both ends of each. New
 * is the list: a free block needs no payload, so there it holds the addresses
 * of two other free blocks. The list goes round through heap.list, which is no
 * block; so each block has another in front of it and one behind, and a list
 * with nothing in it is no special case. What is freed goes to its end, and the
 * best fit is taken: NOTES.md tells why.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

/* Size of the whole block, plus HEAP_IN_USE. A footer is one, too. */
struct header {
	size_t word;
};

/* A free block: the links stand where a caller's bytes were. */
struct free_block {
	struct header header;
	struct free_block *next, *prev;
};

/* The bits of a header that are no part of the size. */
#define FLAG_BITS ((size_t)HEAP_ALIGNMENT - 1)

/* Both NULL until heap_init; first == end while there are no blocks. */
static struct {
	struct header *first;
	struct header *end;         /* the epilogue */
	// And where does the list begin, and end?
} heap;

bool heap_init(void)
{
	heap.first = heap.end = NULL;
	// The list of the heap that was here before is still there.
	struct header *pad = pages_grow(2 * sizeof *pad);
	if (pad == NULL)
		return false;
	heap.first = heap.end = pad + 1;
	pad->word = heap.end->word = HEAP_IN_USE;
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

/* The header's copy at the other end. */
static struct header *footer_of(const struct header *block)
{
	return block_after(block) - 1;
}

/* Gives the block its size and its mark (HEAP_IN_USE or 0), at both ends. */
static void set_block(struct header *block, size_t size, size_t mark)
{
	block->word = size | mark;
	footer_of(block)->word = size | mark;
}

// Your turn. Helpers of three to five lines each: put a free block into the
// list; take one out, wherever in the list it is.

/* Makes one free block of this one and of its neighbours that are free. */
static struct header *merge(struct header *block)
{
	const struct header *left = block - 1;      /* a footer, or the pad      */
	const struct header *right = block_after(block);
	size_t size = block_size(block);

	// Stage 09's. Which of the three blocks are in the list already, and
	// which one has to be, in the end?
	if (!in_use(right))
		size += block_size(right);
	if (!in_use(left)) {
		size += block_size(left);
		block = (void *)((unsigned char *)block - block_size(left));
	}
	set_block(block, size, 0);
	return block;
}

/* NULL, or why nobody can step from this block to the next. */
static const char *header_problem(const struct header *block)
{
	size_t left = (size_t)((unsigned char *)heap.end - (unsigned char *)block);

	if ((block->word & FLAG_BITS & ~HEAP_IN_USE) != 0)
		return "a header has a bit set that means nothing";
	if (block_size(block) < HEAP_SMALLEST)
		return "a block is smaller than any block can be";
	if (block_size(block) > left)
		return "a block reaches past the end of the heap";
	return NULL;
}

/* The same for a block that can be stepped over: do both ends, and both
   neighbours, agree? */
static const char *block_problem(const struct header *block)
{
	if (footer_of(block)->word != block->word)
		return "the footer of a block is not a copy of its header";
	if (!in_use(block) && !in_use(block_after(block)))
		return "two free blocks are neighbours";
	return NULL;
}

/* The size of the block that a payload of so many bytes needs, if it fits. */
static bool block_size_for(size_t payload, size_t *size)
{
	const size_t ends = 2 * sizeof(struct header);

	if (payload < HEAP_SMALLEST - ends)
		payload = HEAP_SMALLEST - ends;
	if (payload > SIZE_MAX - ends)
		return false;
	return align_up(payload + ends, HEAP_ALIGNMENT, size);
}

// Stage 09's, which looks at every block. Which are worth a look?
static struct header *find_fit(size_t size)
{
	struct header *block = heap.first;

	while (block != heap.end && (in_use(block) || block_size(block) < size))
		block = block_after(block);
	return block == heap.end ? NULL : block;
}

/* A free block of size bytes at the end; NULL, and no change, without pages. */
static struct header *grow(size_t size)
{
	const struct header *last = heap.end - 1;   /* a footer, or the pad */
	size_t missing = in_use(last) ? size : size - block_size(last);

	if (pages_grow(missing) == NULL)
		return NULL;
	struct header *block = heap.end;
	set_block(block, missing, 0);
	heap.end = block_after(block);
	heap.end->word = HEAP_IN_USE;
	return merge(block);
}

/* Marks size bytes at the block's start as in use; what is left behind them
   stays free, unless it is too small to be a block. */
static void take(struct header *block, size_t size)
{
	size_t rest = block_size(block) - size;

	// Stage 09's. Who leaves the list, and who comes into it?
	if (rest < HEAP_SMALLEST) {
		set_block(block, size + rest, HEAP_IN_USE);
		return;
	}
	set_block(block, size, HEAP_IN_USE);
	set_block(block_after(block), rest, 0);
}

void *heap_alloc(size_t size)
{
	size_t wanted;

	if (heap.end == NULL || !block_size_for(size, &wanted))
		return NULL;
	struct header *block = find_fit(wanted);
	if (block == NULL)
		block = grow(wanted);
	if (block == NULL)
		return NULL;
	take(block, wanted);
	return block + 1;
}

void heap_free(void *payload)
{
	if (payload != NULL)
		merge((struct header *)payload - 1);
}

static struct heap_block describe(struct header *block)
{
	return (struct heap_block){
		.start = block,
		.size = block_size(block),
		.payload = block + 1,
		.payload_size = block_size(block) - 2 * sizeof *block,
		.in_use = in_use(block),
	};
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct header *at = heap.first; at != heap.end; at = block_after(at)) {
		if (header_problem(at) != NULL)
			return false;
		struct heap_block block = describe(at);
		if (!visit(&block, context))
			return false;
	}
	return true;
}


bool heap_walk_free(heap_visit *visit, void *context)
{
	// Your turn: from link to link. Where may a link lead?
	(void)visit;
	(void)context;
	return false;
}

const char *heap_check(void)
{
	const struct header *at = heap.first;

	if (at == NULL)
		return NULL;
	if (at[-1].word != HEAP_IN_USE)
		return "the pad is damaged";
	for (; at != heap.end; at = block_after(at)) {
		const char *problem = header_problem(at);
		if (problem == NULL)
			problem = block_problem(at);
		if (problem != NULL)
			return problem;
	}
	if (at->word != HEAP_IN_USE)
		return "the epilogue is damaged";
	// Your turn: is each free block in the list, and nothing else?
	return NULL;
}
