/*
 * Differs from the reference: the list has a head and two ends that are NULL, so
 * each change asks whether there is a neighbour. What is freed goes to the front,
 * and the first block that is large enough is taken. A block that is cut keeps
 * its place: the rest is written over its links.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

struct block {
	size_t tag;
	struct block *next, *prev;
};

static char *low, *high;                /* first block, epilogue */
static struct block *head;

static struct block *at(char *address)
{
	return (struct block *)(void *)address;
}

static size_t *tag_before(char *address)
{
	return (size_t *)(void *)address - 1;
}

static size_t bytes(size_t tag)
{
	return tag & ~(size_t)15;
}

static void tag(char *address, size_t size, size_t mark)
{
	at(address)->tag = size | mark;
	*tag_before(address + size) = size | mark;
}

static void push(struct block *b)
{
	b->prev = NULL;
	b->next = head;
	if (head != NULL)
		head->prev = b;
	head = b;
}

static void drop(struct block *b)
{
	if (b->prev != NULL)
		b->prev->next = b->next;
	else
		head = b->next;
	if (b->next != NULL)
		b->next->prev = b->prev;
}

static void replace(struct block *old, struct block *new)
{
	new->next = old->next;
	new->prev = old->prev;
	if (new->next != NULL)
		new->next->prev = new;
	if (new->prev != NULL)
		new->prev->next = new;
	else
		head = new;
}

bool heap_init(void)
{
	char *arena = pages_grow(16);

	low = high = NULL;
	head = NULL;
	if (arena == NULL)
		return false;
	low = high = arena + sizeof(size_t);
	*tag_before(low) = at(high)->tag = HEAP_IN_USE;
	return true;
}

/* The bytes from here to there are free. */
static struct block *release(char *from, char *to)
{
	if ((at(to)->tag & HEAP_IN_USE) == 0) {
		drop(at(to));
		to += bytes(at(to)->tag);
	}
	if ((*tag_before(from) & HEAP_IN_USE) == 0) {
		from -= bytes(*tag_before(from));
		drop(at(from));
	}
	tag(from, (size_t)(to - from), 0);
	push(at(from));
	return at(from);
}

static struct block *more(size_t need)
{
	size_t last = *tag_before(high);
	char *fresh = high;

	if ((last & HEAP_IN_USE) == 0)
		need -= last;
	if (pages_grow(need) == NULL)
		return NULL;
	high += need;
	at(high)->tag = HEAP_IN_USE;
	return release(fresh, high);
}

void *heap_alloc(size_t size)
{
	struct block *b = head;
	size_t need;

	if (low == NULL || size > SIZE_MAX - 16 || !align_up(size + 16, 16, &need))
		return NULL;
	if (need < HEAP_SMALLEST)
		need = HEAP_SMALLEST;
	while (b != NULL && b->tag < need)
		b = b->next;
	if (b == NULL && (b = more(need)) == NULL)
		return NULL;
	char *start = (char *)b;
	if (b->tag - need >= HEAP_SMALLEST) {
		tag(start + need, b->tag - need, 0);
		replace(b, at(start + need));
	} else {
		need = b->tag;
		drop(b);
	}
	tag(start, need, HEAP_IN_USE);
	return &b->next;
}

void heap_free(void *payload)
{
	char *start = payload;

	if (start != NULL) {
		start -= sizeof(size_t);
		release(start, start + bytes(at(start)->tag));
	}
}

static bool sound(size_t word, size_t left)
{
	return (word & 14) == 0 && word >= HEAP_SMALLEST && bytes(word) <= left;
}

static struct heap_block about(char *b)
{
	size_t size = bytes(at(b)->tag);

	return (struct heap_block){ b, size, b + 8, size - 16, at(b)->tag & 1 };
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (char *b = low; b != high; b += bytes(at(b)->tag)) {
		if (!sound(at(b)->tag, (size_t)(high - b)))
			return false;
		struct heap_block block = about(b);
		if (!visit(&block, context))
			return false;
	}
	return true;
}

/* Looks at b only when it lies in the arena. */
static bool plausible(const struct block *b, const struct block *from)
{
	uintptr_t address = (uintptr_t)b, start = (uintptr_t)low, end = (uintptr_t)high;

	if (address < start || address >= end || (address - start) % 16 != 0)
		return false;
	if (!sound(b->tag, end - address) || b->tag % 2 != 0)
		return false;
	return *tag_before((char *)b + b->tag) == b->tag && b->prev == from;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	const struct block *from = NULL;

	for (struct block *b = head; b != NULL; from = b, b = b->next) {
		if (!plausible(b, from))
			return false;
		struct heap_block block = about((char *)b);
		if (!visit(&block, context))
			return false;
	}
	return true;
}

static bool minus_one(const struct heap_block *block, void *context)
{
	(void)block;
	--*(size_t *)context;
	return true;
}

const char *heap_check(void)
{
	size_t unlisted = 0;

	if (low == NULL)
		return NULL;
	if (*tag_before(low) != HEAP_IN_USE || at(high)->tag != HEAP_IN_USE)
		return "one end of the arena was overwritten";
	for (char *b = low; b != high; b += bytes(at(b)->tag)) {
		size_t word = at(b)->tag;
		if (!sound(word, (size_t)(high - b)))
			return "a header that can't be";
		if (*tag_before(b + bytes(word)) != word)
			return "tags that differ";
		if (((word | at(b + bytes(word))->tag) & HEAP_IN_USE) == 0)
			return "two free blocks in a row";
		unlisted += (word & HEAP_IN_USE) == 0;
	}
	if (!heap_walk_free(minus_one, &unlisted))
		return "the list is broken";
	return unlisted == 0 ? NULL : "free blocks and list have not the same length";
}
