/*
 * heap.c - a heap that finds a free block without a search.
 *
 *     | pad | header payload | header next prev .. footer | ... | epilogue |
 *             ^ heap.first                                        ^ heap.end
 *
 * A list is doubly linked and ends with NULL; the block freed last is its first.
 * heap.h tells what is promised; pages.h where the memory comes from.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"

/* Size of the whole block, plus flags. A footer is one, too, without flags. */
struct header {
	size_t word;
};

/* What a free block has behind its header. */
struct links {
	struct header *next, *prev;
};

#define FLAG_BITS     ((size_t)HEAP_ALIGNMENT - 1)    /* no part of the size */
#define BOTH_IN_USE   (HEAP_IN_USE | HEAP_LEFT_IN_USE)

/* All zero until heap_init; first == end while the arena has no blocks. */
static struct heap {
	struct header *first;
	struct header *end;         /* the epilogue */
	// One list for all, as in stage 10. And when there are many?
	struct header *list;        // the block freed last, or NULL
} heap;

bool heap_init(void)
{
	heap = (struct heap){ 0 };
	struct header *pad = pages_grow(2 * sizeof *pad);
	if (pad == NULL)
		return false;
	heap.first = heap.end = pad + 1;
	// As in stage 10: the word in front of the first block says "in use".
	pad->word = heap.end->word = HEAP_IN_USE;
	return true;
}

/* ---- blocks ---- */

static size_t block_size(const struct header *block)
{
	return block->word & ~FLAG_BITS;
}

static bool has(const struct header *block, size_t flag)
{
	return (block->word & flag) != 0;
}

/* The header that stands, or shall stand, so many bytes behind this one. */
static struct header *behind(const struct header *block, size_t bytes)
{
	return (void *)((unsigned char *)block + bytes);
}

static struct header *block_after(const struct header *block)
{
	return behind(block, block_size(block));
}

/* Only when it is free: otherwise there is no footer that tells its size. */
static struct header *block_before(const struct header *block)
{
	return (void *)((unsigned char *)block - (block - 1)->word);
}

/* Only of a free block: otherwise these are the caller's bytes. */
static struct links *links_of(const struct header *block)
{
	return (void *)(block + 1);
}

/* ---- lists ---- */

// Your turn. Which sizes share a class, and which number has it?
static size_t class_of(size_t size)
{
	(void)size;
	return 0;
}

size_t heap_class(size_t size)
{
	return class_of(size);
}

// One list. Which one, from now on? And what else has to hear of it?
static void enter(struct header *block)
{
	*links_of(block) = (struct links){ .next = heap.list, .prev = NULL };
	if (heap.list != NULL)
		links_of(heap.list)->prev = block;
	heap.list = block;
}

static void leave(const struct header *block)
{
	struct links at = *links_of(block);

	if (at.next != NULL)
		links_of(at.next)->prev = at.prev;
	if (at.prev != NULL)
		links_of(at.prev)->next = at.next;
	else
		heap.list = at.next;
}

// The best fit, and all that is free is looked at for it.
static struct header *find(size_t size)
{
	struct header *best = NULL;

	for (struct header *at = heap.list; at != NULL; at = links_of(at)->next)
		if (block_size(at) >= size
		    && (best == NULL || block_size(at) < block_size(best)))
			best = at;
	return best;
}

/* ---- changing blocks ---- */

/* Makes a free block of size bytes, between neighbours that are in use. */
static void make_free(struct header *block, size_t size)
{
	struct header *right = behind(block, size);

	// Who is on its left? And who has this block on the left?
	block->word = size;
	right[-1].word = size;
	enter(block);
}

/* Makes one free block of one in use and of its neighbours that are free. */
static void release(struct header *block)
{
	const struct header *right = block_after(block);
	size_t size = block_size(block);

	if (!has(right, HEAP_IN_USE)) {
		leave(right);
		size += block_size(right);
	}
	// This asks the footer on the left. When blocks in use have none?
	if (!has(block - 1, HEAP_IN_USE)) {
		block = block_before(block);
		leave(block);
		size += block_size(block);
	}
	make_free(block, size);
}

/* Marks size bytes at the start of a block that is in no list as in use; what
   is left behind them is a free block, unless it is too small to be one. */
static void take(struct header *block, size_t size)
{
	size_t rest = block_size(block) - size;

	// This gives blocks in use a footer. Instead of it, who has to know?
	block->word |= HEAP_IN_USE;
	if (rest >= HEAP_SMALLEST)
		block->word -= rest;
	block_after(block)[-1].word = block->word;
	if (rest >= HEAP_SMALLEST)
		make_free(block_after(block), rest);
}

/* The block of size bytes or more at the end, in no list, that new memory makes
   with the last block if that is free. NULL, and no change, without pages. */
static struct header *grow(size_t size)
{
	struct header *block = heap.end;
	size_t there = 0;

	if (block == NULL)
		return NULL;
	// The same question again.
	if (!has(block - 1, HEAP_IN_USE)) {
		block = block_before(block);
		there = block_size(block);
	}
	if (there >= size) {            /* one that the search did not come to */
		leave(block);
		return block;
	}
	if (pages_grow(size - there) == NULL)
		return NULL;
	if (there > 0)
		leave(block);
	block->word = size;
	heap.end = block_after(block);
	heap.end->word = HEAP_IN_USE;
	return block;
}

/* The size of the block that a payload of so many bytes needs, if it fits. This
   is align_up without the call: each request comes by here. */
static bool block_size_for(size_t payload, size_t *size)
{
	// Begin here. Which sizes don't fit? What has a block in use besides its
	// payload? (In stage 10 it was a header and a footer.)
	(void)payload;
	(void)size;
	return false;
}

void *heap_alloc(size_t size)
{
	size_t wanted;

	if (!block_size_for(size, &wanted))
		return NULL;
	struct header *block = find(wanted);
	if (block != NULL)
		leave(block);
	else
		block = grow(wanted);
	if (block == NULL)
		return NULL;
	take(block, wanted);
	return block + 1;
}

void heap_free(void *payload)
{
	if (payload != NULL)
		release((struct header *)payload - 1);
}

/* ---- looking ---- */

/* NULL, or why nobody can step from this block to the next. */
static const char *header_problem(const struct header *block)
{
	size_t left = (size_t)((unsigned char *)heap.end - (unsigned char *)block);

	if ((block->word & FLAG_BITS & ~BOTH_IN_USE) != 0)
		return "a header has a bit set that means nothing";
	if (block_size(block) < HEAP_SMALLEST)
		return "a block is smaller than any block can be";
	if (block_size(block) > left)
		return "a block reaches past the end of the heap";
	return NULL;
}

/* Does a free block begin here? Reads nothing outside the arena. */
static bool is_free(const struct header *at)
{
	uintptr_t first = (uintptr_t)heap.first, place = (uintptr_t)at;

	return place >= first && place < (uintptr_t)heap.end
	    && (place - first) % HEAP_ALIGNMENT == 0
	    && header_problem(at) == NULL && !has(at, HEAP_IN_USE);
}

static bool show(struct header *at, heap_visit *visit, void *context)
{
	bool used = has(at, HEAP_IN_USE);
	size_t ends = 2 * sizeof *at;
	struct heap_block block = {
		at, block_size(at), at + 1, block_size(at) - ends, used
	};

	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct header *at = heap.first; at != heap.end; at = block_after(at))
		if (header_problem(at) != NULL || !show(at, visit, context))
			return false;
	return true;
}

/* A list that goes round comes to a block again, but not from the one before. */
bool heap_walk_free(heap_visit *visit, void *context)
{
	// One list. And when there are many, what must be asked of a block besides?
	struct header *at = heap.list, *prev = NULL;

	for (; at != NULL; prev = at, at = links_of(at)->next)
		if (!is_free(at) || links_of(at)->prev != prev
		    || !show(at, visit, context))
			return false;
	return true;
}

static bool count_down(const struct heap_block *block, void *count)
{
	(void)block;
	--*(size_t *)count;
	return true;
}

/* NULL, or what is wrong with a block that can be stepped over. */
// As in stage 10. What is true of the header on the right now?
static const char *block_problem(const struct header *block)
{
	const struct header *right = block_after(block);

	if (right[-1].word != block->word)
		return "the footer of a block is not a copy of its header";
	if (!has(block, HEAP_IN_USE) && !has(right, HEAP_IN_USE))
		return "two free blocks are neighbours";
	return NULL;
}

const char *heap_check(void)
{
	const struct header *at = heap.first;
	const char *problem;
	size_t count = 0;

	if (at == NULL)
		return NULL;
	for (; at != heap.end; at = block_after(at)) {
		if ((problem = header_problem(at)) != NULL
		    || (problem = block_problem(at)) != NULL)
			return problem;
		count += !has(at, HEAP_IN_USE);
	}
	if ((at->word & ~HEAP_LEFT_IN_USE) != HEAP_IN_USE)
		return "the epilogue is damaged";
	if (!heap_walk_free(count_down, &count) || count != 0)
		return "a list has what is no free block of its class, or a wrong link";
	return NULL;
}
