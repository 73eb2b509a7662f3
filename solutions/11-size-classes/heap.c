/*
 * heap.c - free blocks in lists by size, and small notes instead of searches.
 *
 *     | pad | header payload | header next prev .. footer | ... | epilogue |
 *             ^ heap.first                                        ^ heap.end
 *
 * The lists are doubly linked, newest block first, and end with NULL. A bit for
 * each list tells whether it has a block, so the first list that can serve a
 * request is found by two instructions of the processor and not by a search.
 *
 * A block in use has no footer: its payload reaches to its end. Whether there is
 * one in front of a header is said by a bit of that header, HEAP_LEFT_IN_USE;
 * nobody reads a footer without a look at it first.
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

/* The bits of a header that are no part of the size. */
#define FLAG_BITS ((size_t)HEAP_ALIGNMENT - 1)

/* Classes of one size each; behind them, each doubling is cut into parts. */
#define EXACT_CLASSES (HEAP_EXACT / HEAP_ALIGNMENT)

/* Blocks of a class may be too small for a request of that class. So many are
   looked at before a larger class is asked. */
#define TRIES 8

#define WORD_BITS 64                /* of uint64_t */

/* All zero until heap_init; first == end while there are no blocks. */
static struct heap {
	struct header *first;
	struct header *end;         /* the epilogue */
	struct header *lists[HEAP_CLASSES];
	uint64_t nonempty[HEAP_CLASSES / WORD_BITS];  /* a bit for each list */
} heap;

bool heap_init(void)
{
	heap = (struct heap){ 0 };
	struct header *pad = pages_grow(2 * sizeof *pad);
	if (pad == NULL)
		return false;
	heap.first = heap.end = pad + 1;
	heap.end->word = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return true;
}

/* ---- blocks ---- */

static size_t block_size(const struct header *block)
{
	return block->word & ~FLAG_BITS;
}

static bool in_use(const struct header *block)
{
	return (block->word & HEAP_IN_USE) != 0;
}

static bool left_in_use(const struct header *block)
{
	return (block->word & HEAP_LEFT_IN_USE) != 0;
}

static struct header *block_after(const struct header *block)
{
	return (void *)((unsigned char *)block + block_size(block));
}

/* Only when it is free: otherwise there is no footer to tell its size. */
static struct header *block_before(const struct header *block)
{
	return (void *)((unsigned char *)block - (block - 1)->word);
}

static struct header *footer_of(const struct header *block)
{
	return block_after(block) - 1;
}

/* Only of a free block: otherwise these are the caller's bytes. */
static struct links *links_of(const struct header *block)
{
	return (void *)(block + 1);
}

/* ---- classes ---- */

static unsigned lowest_bit(uint64_t word)
{
	return (unsigned)__builtin_ctzll(word);
}

static unsigned highest_bit(uint64_t word)
{
	return WORD_BITS - 1 - (unsigned)__builtin_clzll(word);
}

/* In front of the others, and static, so that it costs no call. */
static size_t class_of(size_t size)
{
	if (size < HEAP_EXACT)
		return size / HEAP_ALIGNMENT;
	unsigned doublings = highest_bit(size / HEAP_EXACT);
	size_t part = (size >> doublings) / (HEAP_EXACT / HEAP_PARTS) % HEAP_PARTS;
	size_t class = EXACT_CLASSES + doublings * HEAP_PARTS + part;
	return class < HEAP_CLASSES ? class : HEAP_CLASSES - 1;
}

size_t heap_class(size_t size)
{
	return class_of(size);
}

/* The first class from this one on whose list is not empty, or HEAP_CLASSES. */
static size_t nonempty_from(size_t class)
{
	size_t i = class / WORD_BITS;

	if (class >= HEAP_CLASSES)
		return HEAP_CLASSES;
	uint64_t word = heap.nonempty[i] & UINT64_MAX << class % WORD_BITS;
	while (word == 0) {
		if (++i == HEAP_CLASSES / WORD_BITS)
			return HEAP_CLASSES;
		word = heap.nonempty[i];
	}
	return i * WORD_BITS + lowest_bit(word);
}

/* ---- lists ---- */

static void enter(struct header *block)
{
	size_t class = class_of(block_size(block));
	struct header *next = heap.lists[class];

	*links_of(block) = (struct links){ .next = next, .prev = NULL };
	if (next != NULL)
		links_of(next)->prev = block;
	heap.lists[class] = block;
	heap.nonempty[class / WORD_BITS] |= (uint64_t)1 << class % WORD_BITS;
}

static void leave(const struct header *block)
{
	size_t class = class_of(block_size(block));
	struct links at = *links_of(block);

	if (at.next != NULL)
		links_of(at.next)->prev = at.prev;
	if (at.prev != NULL) {
		links_of(at.prev)->next = at.next;
		return;
	}
	heap.lists[class] = at.next;
	if (at.next == NULL)
		heap.nonempty[class / WORD_BITS] &= ~((uint64_t)1 << class % WORD_BITS);
}

/* The smallest of the first few blocks in a list that have size bytes, or NULL.
   In the last list, which has no upper end, it looks at all; they are few. */
static struct header *best_of(size_t class, size_t size)
{
	struct header *best = NULL, *at = heap.lists[class];
	size_t tries = class < HEAP_CLASSES - 1 ? TRIES : SIZE_MAX;

	for (; at != NULL && tries > 0; at = links_of(at)->next, tries--)
		if (block_size(at) >= size
		    && (best == NULL || block_size(at) < block_size(best)))
			best = at;
	return best;
}

/* A free block that has size bytes, or NULL. */
static struct header *find(size_t size)
{
	size_t class = class_of(size);
	struct header *best = class >= EXACT_CLASSES ? best_of(class, size) : NULL;

	if (best != NULL)
		return best;
	/* Whatever a larger class has is large enough. */
	class = nonempty_from(class < EXACT_CLASSES ? class : class + 1);
	return class < HEAP_CLASSES ? heap.lists[class] : NULL;
}

/* ---- changing blocks ---- */

/* Makes a free block of it, whose left neighbour is in use. */
static void make_free(struct header *block, size_t size)
{
	block->word = size | HEAP_LEFT_IN_USE;
	footer_of(block)->word = size;
	block_after(block)->word &= ~HEAP_LEFT_IN_USE;
	enter(block);
}

/* Marks size bytes at the start of a block that is in no list as in use; what
   is left behind them is a free block, unless it is too small to be one. */
static void take(struct header *block, size_t size)
{
	size_t rest = block_size(block) - size;

	if (rest < HEAP_SMALLEST) {
		block->word |= HEAP_IN_USE;
		block_after(block)->word |= HEAP_LEFT_IN_USE;
		return;
	}
	block->word -= rest;
	block->word |= HEAP_IN_USE;
	make_free(block_after(block), rest);
}

/* Makes one free block of one in use and of its neighbours that are free. */
static void release(struct header *block)
{
	const struct header *right = block_after(block);
	size_t size = block_size(block);

	if (!in_use(right)) {
		leave(right);
		size += block_size(right);
	}
	if (!left_in_use(block)) {
		block = block_before(block);
		leave(block);
		size += block_size(block);
	}
	make_free(block, size);
}

/* The block of size bytes at the end, in no list, that the new memory makes with
   the last block if that is free. NULL, and no change, without pages. */
static struct header *grow(size_t size)
{
	struct header *block = heap.end;
	size_t there = 0;

	if (block == NULL)
		return NULL;
	if (!left_in_use(block)) {
		block = block_before(block);
		there = block_size(block);
	}
	if (pages_grow(size - there) == NULL)
		return NULL;
	if (there > 0)
		leave(block);
	block->word = size | HEAP_LEFT_IN_USE;
	heap.end = block_after(block);
	heap.end->word = HEAP_IN_USE;
	return block;
}

/* The size of the block that a payload of so many bytes needs, if it fits. This
   is align_up without the call: each request comes by here. */
static bool block_size_for(size_t payload, size_t *size)
{
	if (payload > SIZE_MAX - sizeof(struct header) - FLAG_BITS)
		return false;
	*size = (payload + sizeof(struct header) + FLAG_BITS) & ~FLAG_BITS;
	if (*size < HEAP_SMALLEST)
		*size = HEAP_SMALLEST;
	return true;
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

	if ((block->word & FLAG_BITS & ~(HEAP_IN_USE | HEAP_LEFT_IN_USE)) != 0)
		return "a header has a bit set that means nothing";
	if (block_size(block) < HEAP_SMALLEST)
		return "a block is smaller than any block can be";
	if (block_size(block) > left)
		return "a block reaches past the end of the heap";
	return NULL;
}

/* Does a free block begin here? Reads nothing outside the arena. */
static bool is_free_block(const struct header *at)
{
	uintptr_t first = (uintptr_t)heap.first, place = (uintptr_t)at;

	return place >= first && place < (uintptr_t)heap.end
	    && (place - first) % HEAP_ALIGNMENT == 0
	    && header_problem(at) == NULL && !in_use(at)
	    && footer_of(at)->word == block_size(at);
}

/* NULL, or why nobody can go on to this block of a list from the one before. A
   list that goes round comes to a block again, but not from the same one. */
static const char *link_problem(const struct header *at, const struct header *prev)
{
	if (!is_free_block(at))
		return "a link leads to no free block";
	if (links_of(at)->prev != prev)
		return "two links contradict each other";
	return NULL;
}

static bool show(struct header *at, heap_visit *visit, void *context)
{
	struct heap_block block = {
		.start = at,
		.size = block_size(at),
		.payload = at + 1,
		.payload_size = block_size(at) - (in_use(at) ? 1 : 2) * sizeof *at,
		.in_use = in_use(at),
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

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t class = 0; class < HEAP_CLASSES; class++) {
		struct header *at = heap.lists[class], *prev = NULL;

		for (; at != NULL; prev = at, at = links_of(at)->next)
			if (link_problem(at, prev) != NULL
			    || !show(at, visit, context))
				return false;
	}
	return true;
}

/* NULL, or what is wrong with a block that can be stepped over: with its mark at
   the right neighbour, its footer, its place in a list. */
static const char *block_problem(const struct header *block)
{
	const struct header *right = block_after(block), *prev;

	if (left_in_use(right) != in_use(block))
		return "a header is wrong about the block on its left";
	if (in_use(block))
		return NULL;
	if (footer_of(block)->word != block_size(block))
		return "the footer of a free block is not its size";
	if (!in_use(right))
		return "two free blocks are neighbours";
	prev = links_of(block)->prev;
	if (prev == NULL ? heap.lists[class_of(block_size(block))] != block
	                 : !is_free_block(prev) || links_of(prev)->next != block)
		return "a free block is not in its list";
	return NULL;
}

/* The same for a list. Its blocks are taken off the count. */
static const char *list_problem(size_t class, size_t *count)
{
	const struct header *at = heap.lists[class], *prev = NULL;

	if ((heap.nonempty[class / WORD_BITS] >> class % WORD_BITS & 1) != (at != NULL))
		return "a list's bit does not tell whether it has a block";
	for (; at != NULL; prev = at, at = links_of(at)->next) {
		const char *problem = link_problem(at, prev);
		if (problem != NULL)
			return problem;
		if (class_of(block_size(at)) != class)
			return "a block is in the list of another class";
		--*count;
	}
	return NULL;
}

const char *heap_check(void)
{
	const char *problem = NULL;
	size_t count = 0;
	const struct header *at = heap.first;

	if (at == NULL)
		return NULL;
	if (!left_in_use(at))
		return "the first block has nobody on its left to be free";
	for (; at != heap.end; at = block_after(at)) {
		if ((problem = header_problem(at)) != NULL
		    || (problem = block_problem(at)) != NULL)
			return problem;
		count += !in_use(at);
	}
	if ((at->word & ~HEAP_LEFT_IN_USE) != HEAP_IN_USE)
		return "the epilogue is damaged";
	for (size_t class = 0; class < HEAP_CLASSES && problem == NULL; class++)
		problem = list_problem(class, &count);
	if (problem == NULL && count != 0)
		problem = "a list holds what is no block";
	return problem;
}
