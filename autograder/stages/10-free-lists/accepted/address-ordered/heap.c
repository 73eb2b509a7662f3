/*
 * Differs from the reference: the list has the order of addresses. Whoever frees
 * a block looks for its place; its free neighbours in the arena can only be its
 * neighbours in the list, so merging needs no footer. They are written for
 * heap.h's sake, and a block in use has none. The first fit is taken, whose
 * rest stays where the block was.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

struct node {
	size_t size;                    /* plus 1 if in use */
	struct node *after, *before;    /* while it is free */
};

static struct node *lowest, *limit, *head;

static struct node *right_of(const struct node *n)
{
	return (struct node *)(void *)((char *)n + n->size / 16 * 16);
}

static size_t *foot(const struct node *n)
{
	return (size_t *)(void *)right_of(n) - 1;
}

bool heap_init(void)
{
	size_t *pad = pages_grow(2 * sizeof *pad);

	lowest = limit = head = NULL;
	if (pad == NULL)
		return false;
	lowest = limit = (struct node *)(void *)(pad + 1);
	limit->size = HEAP_IN_USE;
	return true;
}

/* a and b follow each other in the list; one of them may be NULL. */
static void couple(struct node *a, struct node *b)
{
	if (a != NULL)
		a->after = b;
	else
		head = b;
	if (b != NULL)
		b->before = a;
}

/* If b begins where a ends, they are one. */
static bool fuse(struct node *a, const struct node *b)
{
	if (a == NULL || b == NULL || right_of(a) != b)
		return false;
	a->size += b->size;
	couple(a, b->after);
	*foot(a) = a->size;
	return true;
}

static void put_in(struct node *n)
{
	struct node *before = NULL, *after = head;

	while (after != NULL && after < n) {
		before = after;
		after = after->after;
	}
	*foot(n) = n->size;
	couple(before, n);
	couple(n, after);
	fuse(n, after);
	fuse(before, n);
}

/* What is missing may be 16 bytes, too few for links: a free last block is
   stretched in place. */
static struct node *stretch(size_t need)
{
	struct node *last = head, *fresh = limit;

	while (last != NULL && last->after != NULL)
		last = last->after;
	if (last != NULL && right_of(last) != limit)
		last = NULL;
	if (last != NULL)
		need -= last->size;
	if (pages_grow(need) == NULL)
		return NULL;
	limit = (struct node *)(void *)((char *)limit + need);
	limit->size = HEAP_IN_USE;
	if (last != NULL) {
		last->size += need;
		*foot(last) = last->size;
		return last;
	}
	fresh->size = need;
	put_in(fresh);
	return fresh;
}

void *heap_alloc(size_t size)
{
	struct node *n = head;
	size_t need;

	if (lowest == NULL || size > SIZE_MAX - 8 || !align_up(size + 8, 16, &need))
		return NULL;
	need = need < HEAP_SMALLEST ? HEAP_SMALLEST : need;
	while (n != NULL && n->size < need)
		n = n->after;
	if (n == NULL)
		n = stretch(need);
	if (n == NULL)
		return NULL;
	size_t rest = n->size - need;
	if (rest >= HEAP_SMALLEST) {
		struct node *before = n->before, *after = n->after;
		n->size = need;
		struct node *r = right_of(n);
		r->size = rest;
		*foot(r) = rest;
		couple(before, r);
		couple(r, after);
	} else {
		couple(n->before, n->after);
	}
	n->size |= HEAP_IN_USE;
	return &n->after;
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct node *n = (struct node *)(void *)((size_t *)payload - 1);
	n->size &= ~HEAP_IN_USE;
	put_in(n);
}

static bool bad(const struct node *n)
{
	size_t room = (size_t)((char *)limit - (const char *)n);

	return (n->size & 14) != 0 || n->size < HEAP_SMALLEST || n->size - n->size % 16 > room;
}

static struct heap_block seen(struct node *n)
{
	bool used = n->size & HEAP_IN_USE;
	size_t size = n->size - used;

	return (struct heap_block){ n, size, &n->after, size - (used ? 8 : 16), used };
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct node *n = lowest; n != limit; n = right_of(n)) {
		if (bad(n))
			return false;
		struct heap_block block = seen(n);
		if (!visit(&block, context))
			return false;
	}
	return true;
}

/* In the order of addresses a list can't go round: each step must go up. */
static bool follows(const struct node *n, const struct node *before)
{
	uintptr_t here = (uintptr_t)n;

	if (here <= (uintptr_t)before || here < (uintptr_t)lowest || here >= (uintptr_t)limit)
		return false;
	if ((here - (uintptr_t)lowest) % 16 != 0 || bad(n) || (n->size & HEAP_IN_USE))
		return false;
	return n->before == before && *foot(n) == n->size;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	struct node *before = NULL;

	for (struct node *n = head; n != NULL; before = n, n = n->after) {
		if (!follows(n, before))
			return false;
		struct heap_block block = seen(n);
		if (!visit(&block, context))
			return false;
	}
	return true;
}

/* Row and list have the same order, so both are walked at once. */
const char *heap_check(void)
{
	struct node *expected = head, *before = NULL;

	for (struct node *n = lowest; n != limit; n = right_of(n)) {
		if (bad(n))
			return "a header is damaged";
		if (n->size & HEAP_IN_USE)
			continue;
		if (*foot(n) != n->size)
			return "a footer is not its header's size";
		if (before != NULL && right_of(before) == n)
			return "free neighbours were not merged";
		if (n != expected || n->before != before)
			return "this free block is not the next one of the list";
		before = n;
		expected = n->after;
	}
	if (expected != NULL)
		return "the list goes on behind its last block";
	return limit != NULL && limit->size != HEAP_IN_USE ? "no epilogue" : NULL;
}
