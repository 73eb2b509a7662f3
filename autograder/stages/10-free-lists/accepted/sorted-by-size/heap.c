/*
 * Differs from the reference: the list is sorted by size, so the first block that
 * is large enough is the best fit, and whoever frees has to look for the place.
 * What is handed out is cut from the high end: the free block keeps its header
 * and moves forward in the list, since it has become smaller.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

struct piece {
	size_t size;                    /* plus HEAP_IN_USE                 */
	struct piece *larger, *smaller; /* next and prev: sizes go up       */
};

/* Both ends of the list; no piece, but it looks like one of size 0. */
static struct piece ends;
static struct piece *lowest, *top;

static struct piece *move(struct piece *p, size_t up, size_t down)
{
	return (struct piece *)(void *)((char *)p + up - down);
}

static size_t size_in(size_t tag)
{
	return tag - tag % 16;
}

static size_t *last_word(struct piece *p)
{
	return (size_t *)(void *)move(p, size_in(p->size), 0) - 1;
}

/* 0 if that tag is of a block in use. */
static size_t free_size(size_t tag)
{
	return tag % 2 == 0 ? tag : 0;
}

static struct piece *write_tags(struct piece *p, size_t bytes, size_t mark)
{
	p->size = bytes + mark;
	*last_word(p) = p->size;
	return p;
}

bool heap_init(void)
{
	size_t *pad = pages_grow(16);

	ends.larger = ends.smaller = &ends;
	lowest = top = NULL;
	if (pad == NULL)
		return false;
	pad[0] = pad[1] = HEAP_IN_USE;
	lowest = top = (struct piece *)(void *)(pad + 1);
	return true;
}

static struct piece *at_least(size_t bytes)
{
	struct piece *p = ends.larger;

	while (p != &ends && p->size < bytes)
		p = p->larger;
	return p;
}

static struct piece *sort_in(struct piece *p)
{
	struct piece *larger = at_least(p->size);

	p->larger = larger;
	p->smaller = larger->smaller;
	p->larger->smaller = p->smaller->larger = p;
	return p;
}

static struct piece *take_out(struct piece *p)
{
	p->larger->smaller = p->smaller;
	p->smaller->larger = p->larger;
	return p;
}

/* These bytes are free, and their neighbours may be. */
static struct piece *collect(struct piece *p, size_t bytes)
{
	size_t right = free_size(move(p, bytes, 0)->size);
	size_t left = free_size(((size_t *)(void *)p)[-1]);

	if (right != 0)
		take_out(move(p, bytes, 0));
	if (left != 0)
		p = take_out(move(p, 0, left));
	return sort_in(write_tags(p, left + bytes + right, 0));
}

static struct piece *enlarge(size_t need)
{
	struct piece *fresh = top;
	size_t lack = need - free_size(((size_t *)(void *)top)[-1]);

	if (pages_grow(lack) == NULL)
		return NULL;
	top = move(top, lack, 0);
	top->size = HEAP_IN_USE;
	return collect(fresh, lack);
}

void *heap_alloc(size_t size)
{
	size_t need;

	if (size == 0 || lowest == NULL || size > SIZE_MAX - 16)
		return NULL;
	if (!align_up(size + 16, HEAP_ALIGNMENT, &need))
		return NULL;
	struct piece *p = at_least(need);
	if (p == &ends)
		p = enlarge(need);
	if (p == NULL)
		return NULL;
	size_t rest = take_out(p)->size - need;
	if (rest < HEAP_SMALLEST) {
		need += rest;
	} else {
		sort_in(write_tags(p, rest, 0));
		p = move(p, rest, 0);
	}
	write_tags(p, need, HEAP_IN_USE);
	return &p->larger;
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct piece *p = (struct piece *)(void *)((size_t *)payload - 1);
	collect(p, size_in(p->size));
}

static bool possible(const struct piece *p)
{
	return p->size % 16 < 2 && p->size >= HEAP_SMALLEST
	       && size_in(p->size) <= (size_t)((const char *)top - (const char *)p);
}

static bool tell(struct piece *p, heap_visit *visit, void *context)
{
	struct heap_block block = { p, size_in(p->size), &p->larger,
		size_in(p->size) - 16, p->size % 2 };

	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct piece *p = lowest; p != top; p = move(p, size_in(p->size), 0))
		if (!possible(p) || !tell(p, visit, context))
			return false;
	return true;
}

/* Sizes go up and links go both ways: then it is neither a foreign address nor
   one that was here before. */
static bool belongs(struct piece *p, const struct piece *smaller)
{
	uintptr_t here = (uintptr_t)p - (uintptr_t)lowest;

	if (here >= (uintptr_t)top - (uintptr_t)lowest || here % 16 != 0 || !possible(p))
		return false;
	return p->size % 2 == 0 && *last_word(p) == p->size && p->smaller == smaller
	       && (smaller == &ends || smaller->size <= p->size);
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	struct piece *smaller = &ends;

	if (lowest == NULL)
		return true;
	for (struct piece *p = ends.larger; p != &ends; smaller = p, p = p->larger)
		if (!belongs(p, smaller) || !tell(p, visit, context))
			return false;
	return ends.smaller == smaller;
}

static bool add_size(const struct heap_block *block, void *context)
{
	*(size_t *)context += block->size;
	return true;
}

const char *heap_check(void)
{
	size_t in_row = 0, in_list = 0;
	bool free_before = false;

	if (lowest == NULL)
		return NULL;
	for (struct piece *p = lowest; p != top; p = move(p, size_in(p->size), 0)) {
		if (!possible(p))
			return "this can't be a header";
		if (*last_word(p) != p->size)
			return "the two sizes of a block differ";
		if (free_before && free_size(p->size) != 0)
			return "two free blocks side by side";
		free_before = free_size(p->size) != 0;
		in_row += free_size(p->size);
	}
	if (top->size != HEAP_IN_USE)
		return "the end is open";
	if (!heap_walk_free(add_size, &in_list))
		return "the list is damaged or out of order";
	return in_list == in_row ? NULL : "free bytes are missing in the list";
}
