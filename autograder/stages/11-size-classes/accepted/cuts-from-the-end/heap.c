/*
 * Differs from the reference: the new block is cut from the end of a free one, whose
 * rest stays where it is. About three classes in each doubling: each begins where
 * the last one's beginning is passed by a quarter, and a table that is made once has
 * all limits. The first list that has a block is found in a tree: a node tells
 * whether one of the lists below it has one. What is freed goes behind the first
 * block of its list.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"

enum { LEAVES = 64 };

typedef struct part {
	size_t tag;
	struct part *next, *prev;
} part;

static size_t limit[LEAVES];            /* the smallest size of each class  */
static unsigned char of_small[64];      /* the class of 16, 32, 48 ... 1008 */
static bool tree[2 * LEAVES];           /* 1 is the root; leaves from LEAVES */
static part *lists[LEAVES];
static part *bottom, *top;

static void make_limits(void)
{
	size_t size = HEAP_SMALLEST;

	for (size_t i = 0; i < LEAVES; i++) {
		limit[i] = size;
		size = (size + size / 4 + 15) & ~(size_t)15;
	}
	for (size_t i = 3, class = 0; i < 64; i++) {
		class += limit[class + 1] <= 16 * i;
		of_small[i] = (unsigned char)class;
	}
}

size_t heap_class(size_t size)
{
	size_t low = 0, high = LEAVES;

	if (limit[0] == 0)
		make_limits();
	if (size < 1024)
		return of_small[size / 16];
	while (high - low > 1) {                /* limit[low] <= size < limit[high] */
		size_t middle = (low + high) / 2;
		if (limit[middle] <= size)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void note(size_t class)
{
	size_t node = LEAVES + class;
	bool any = lists[class] != NULL;

	while (node > 0 && tree[node] != any) {
		tree[node] = any;
		any = tree[node] || tree[node ^ 1];
		node /= 2;
	}
}

/* The first leaf from this one on that is true: up until there is something on the
   right, and down to the left. */
static part *from(size_t class)
{
	size_t node = LEAVES + class;

	if (class >= LEAVES)
		return NULL;
	while (!tree[node]) {
		while (node % 2 == 1) {
			node /= 2;
			if (node <= 1)
				return NULL;
		}
		node++;
	}
	while (node < LEAVES)
		node = tree[2 * node] ? 2 * node : 2 * node + 1;
	return lists[node - LEAVES];
}

static part *at(part *p, ptrdiff_t bytes)
{
	return (part *)(void *)((char *)p + bytes);
}

static size_t bytes_of(const part *p)
{
	return p->tag / 16 * 16;
}

static part *neighbour(part *p)
{
	return at(p, (ptrdiff_t)bytes_of(p));
}

static size_t *last_word(part *p)
{
	return &neighbour(p)->tag - 1;
}

bool heap_init(void)
{
	for (size_t i = 0; i < LEAVES; i++) {
		lists[i] = NULL;
		tree[i] = tree[LEAVES + i] = false;
	}
	bottom = top = NULL;
	part *arena = pages_grow(48);
	if (arena == NULL)
		return false;
	bottom = top = at(arena, 40);
	top->tag = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return true;
}

static void list(part *p)
{
	size_t class = heap_class(bytes_of(p));
	part *first = lists[class];

	p->prev = first;
	p->next = first == NULL ? NULL : first->next;
	if (p->next != NULL)
		p->next->prev = p;
	if (first != NULL) {
		first->next = p;
		return;
	}
	lists[class] = p;
	note(class);
}

static void unlist(part *p)
{
	size_t class = heap_class(bytes_of(p));

	if (p->next != NULL)
		p->next->prev = p->prev;
	if (p->prev != NULL) {
		p->prev->next = p->next;
		return;
	}
	lists[class] = p->next;
	if (p->next == NULL)
		note(class);
}

/* Its left neighbour is in use; the right one hears of it. */
static void set_free(part *p, size_t bytes)
{
	p->tag = bytes | HEAP_LEFT_IN_USE;
	*last_word(p) = bytes;
	neighbour(p)->tag &= ~HEAP_LEFT_IN_USE;
	list(p);
}

static part *join(part *p)
{
	part *right = neighbour(p);
	size_t bytes = bytes_of(p);

	if ((right->tag & HEAP_IN_USE) == 0) {
		unlist(right);
		bytes += bytes_of(right);
	}
	if ((p->tag & HEAP_LEFT_IN_USE) == 0) {
		size_t left = (&p->tag)[-1];
		p = at(p, -(ptrdiff_t)left);
		unlist(p);
		bytes += left;
	}
	set_free(p, bytes);
	return p;
}

static part *more(size_t bytes)
{
	part *fresh = top;

	if (top == NULL)
		return NULL;
	if ((top->tag & HEAP_LEFT_IN_USE) == 0) {
		size_t there = (&top->tag)[-1];
		if (there >= bytes)
			return at(top, -(ptrdiff_t)there);
		bytes -= there;
	}
	if (pages_grow(bytes) == NULL)
		return NULL;
	fresh->tag = bytes | (fresh->tag & HEAP_LEFT_IN_USE) | HEAP_IN_USE;
	top = neighbour(fresh);
	top->tag = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return join(fresh);
}

static part *pick(size_t bytes)
{
	size_t class = heap_class(bytes);
	part *p = lists[class], *best = NULL;

	for (int i = 0; i < HEAP_TRIES && p != NULL; i++, p = p->next)
		if (bytes_of(p) >= bytes && (best == NULL || bytes_of(p) < bytes_of(best)))
			best = p;
	return best != NULL ? best : from(class + 1);
}

void *heap_alloc(size_t size)
{
	if (size > SIZE_MAX - 4096)
		return NULL;
	size_t bytes = (size + 8 + 15) & ~(size_t)15;
	if (bytes < HEAP_SMALLEST)
		bytes = HEAP_SMALLEST;
	part *p = pick(bytes);
	if (p == NULL && (p = more(bytes)) == NULL)
		return NULL;
	size_t rest = bytes_of(p) - bytes;
	unlist(p);
	if (rest < HEAP_SMALLEST) {
		p->tag |= HEAP_IN_USE;
	} else {
		at(p, (ptrdiff_t)rest)->tag = bytes | HEAP_IN_USE;
		set_free(p, rest);
		p = neighbour(p);
	}
	neighbour(p)->tag |= HEAP_LEFT_IN_USE;
	return &p->next;
}

void heap_free(void *payload)
{
	if (payload != NULL)
		join((part *)(void *)((size_t *)payload - 1));
}

static const char *tag_error(const part *p)
{
	size_t room = (size_t)((char *)top - (const char *)p);

	if ((p->tag & 12) != 0)
		return "a tag has bits that it must not have";
	if (bytes_of(p) < HEAP_SMALLEST || bytes_of(p) > room)
		return "a tag has a size that no part can have";
	return NULL;
}

static bool show(part *p, heap_visit *visit, void *context)
{
	bool used = (p->tag & HEAP_IN_USE) != 0;
	struct heap_block block = { p, bytes_of(p), &p->next,
		bytes_of(p) - sizeof p->tag * (used ? 1 : 2), used };

	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (part *p = bottom; p != top; p = neighbour(p))
		if (tag_error(p) != NULL || !show(p, visit, context))
			return false;
	return true;
}

/* A free part of this class, in front of which that one stands. */
static bool belongs(const part *p, const part *prev, size_t class)
{
	uintptr_t way = (uintptr_t)p - (uintptr_t)bottom;

	if ((uintptr_t)p < (uintptr_t)bottom || (uintptr_t)p >= (uintptr_t)top || way % 16 != 0)
		return false;
	return tag_error(p) == NULL && (p->tag & HEAP_IN_USE) == 0 && p->prev == prev
	       && heap_class(bytes_of(p)) == class;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t class = 0; class < LEAVES; class++)
		for (part *p = lists[class], *prev = NULL; p != NULL; prev = p, p = p->next)
			if (!belongs(p, prev, class) || !show(p, visit, context))
				return false;
	return true;
}

static bool take_away(const struct heap_block *block, void *context)
{
	*(size_t *)context -= block->size;
	return true;
}

const char *heap_check(void)
{
	size_t left = HEAP_LEFT_IN_USE, bytes_free = 0;

	if (bottom == NULL)
		return NULL;
	for (part *p = bottom; p != top; p = neighbour(p)) {
		if (tag_error(p) != NULL)
			return tag_error(p);
		if ((p->tag & HEAP_LEFT_IN_USE) != left)
			return "a tag is wrong about the left";
		if ((p->tag & HEAP_IN_USE) == 0) {
			if (left == 0)
				return "two free parts were not joined";
			if (*last_word(p) != bytes_of(p))
				return "a free part ends with a wrong size";
			bytes_free += bytes_of(p);
		}
		left = (p->tag & HEAP_IN_USE) != 0 ? HEAP_LEFT_IN_USE : 0;
	}
	if (top->tag != (HEAP_IN_USE | left))
		return "the last tag is wrong";
	if (!heap_walk_free(take_away, &bytes_free) || bytes_free != 0)
		return "a list has a part too many or too few";
	for (size_t class = 0; class < LEAVES; class++)
		if (tree[LEAVES + class] != (lists[class] != NULL))
			return "a leaf of the tree is wrong";
	return NULL;
}
