/*
 * Differs from the reference: footers are written because heap.h wants them, and
 * read by heap_check only. Whoever frees a block finds its left neighbour by
 * marching there from the start, which takes longer the longer the heap is.
 * Who asks for nothing gets NULL.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

#define MASK (~((size_t)HEAP_ALIGNMENT - 1))

static char *start, *stop;

static size_t *word(char *at)
{
	return (size_t *)(void *)at;
}

static bool is_free(char *block)
{
	return (*word(block) & HEAP_IN_USE) == 0;
}

static char *next(char *block)
{
	return block + (*word(block) & MASK);
}

static void set_free(char *block, size_t size)
{
	*word(block) = size;
	word(block + size)[-1] = size;
}

bool heap_init(void)
{
	char *arena = pages_grow(16);

	start = stop = arena != NULL ? arena + 8 : NULL;
	if (arena != NULL)
		*word(stop) = HEAP_IN_USE;
	return arena != NULL;
}

/* The block that ends where this one begins, or NULL. */
static char *neighbour(const char *block)
{
	char *left = start;

	if (block == start)
		return NULL;
	while (next(left) != block)
		left = next(left);
	return left;
}

/* Makes the bytes from low to high free, and more if the neighbours are. */
static char *release(char *low, char *high)
{
	char *left = neighbour(low);

	if (high != stop && is_free(high))
		high = next(high);
	if (left != NULL && is_free(left))
		low = left;
	set_free(low, (size_t)(high - low));
	return low;
}

static char *append(size_t need)
{
	char *left = start != stop ? neighbour(stop) : NULL, *old = stop;

	if (stop == NULL)
		return NULL;
	if (left != NULL && is_free(left))
		need -= *word(left);
	if (pages_grow(need) == NULL)
		return NULL;
	stop += need;
	*word(stop) = HEAP_IN_USE;
	*word(old) = need | HEAP_IN_USE;
	return release(old, stop);
}

void *heap_alloc(size_t size)
{
	char *block = start;
	size_t need;

	if (size == 0 || size > SIZE_MAX / 2 || !align_up(size + 8, 16, &need))
		return NULL;
	if (need < HEAP_SMALLEST)
		need = HEAP_SMALLEST;
	for (; block != stop; block = next(block))
		if (is_free(block) && *word(block) >= need)
			break;
	if (block == stop)
		block = append(need);
	if (block == NULL)
		return NULL;
	if (*word(block) >= need + HEAP_SMALLEST) {
		set_free(block + need, *word(block) - need);
		*word(block) = need;
	}
	*word(block) |= HEAP_IN_USE;
	return block + 8;
}

void heap_free(void *payload)
{
	if (payload != NULL)
		release((char *)payload - 8, next((char *)payload - 8));
}

static const char *look(char *block)
{
	size_t size = *word(block) & MASK, flags = *word(block) & ~MASK;

	if (flags != 0 && flags != HEAP_IN_USE)
		return "unknown flags";
	if (size < HEAP_SMALLEST)
		return "a block without a payload";
	if (size > (size_t)(stop - block))
		return "a block that ends nowhere";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (char *at = start; at != stop; at = next(at)) {
		if (look(at) != NULL)
			return false;
		size_t size = *word(at) & MASK, ends = is_free(at) ? 16 : 8;
		struct heap_block block = { at, size, at + 8, size - ends, !is_free(at) };
		if (!visit(&block, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	bool was_free = false;

	for (char *at = start; at != stop; at = next(at)) {
		if (look(at) != NULL)
			return look(at);
		if (is_free(at) && was_free)
			return "unmerged neighbours";
		was_free = is_free(at);
		if (was_free && word(next(at))[-1] != *word(at))
			return "a footer that is not the size";
	}
	return stop == NULL || *word(stop) == HEAP_IN_USE ? NULL : "the end is spoilt";
}
