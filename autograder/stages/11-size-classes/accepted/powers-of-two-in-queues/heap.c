/*
 * Differs from the reference: a class is a power of two, so there are few, and in
 * each the blocks differ much. A list is a queue with a head and a tail: what was
 * freed first is looked at first, and the first of eight that fits is taken. The
 * map is one word of 32 bits; where its lowest bit stands is found by halving, and
 * not by an instruction of the processor.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"
#include "sizes.h"

enum { CLASSES = 32, LEAST = 5 };       /* 2 to the 5th is HEAP_SMALLEST */

typedef struct block {
	size_t word;
	struct block *next, *prev;
} block;

static struct {
	block *head, *tail;
} queue[CLASSES];
static uint32_t map;
static block *first, *last;             /* last is the epilogue */

static block *at(const void *base, size_t offset)
{
	return (block *)(void *)((char *)base + offset);
}

static size_t length(const block *b)
{
	return b->word - (b->word & 15);
}

static bool used(const block *b)
{
	return b->word & HEAP_IN_USE;
}

static bool left_used(const block *b)
{
	return b->word & HEAP_LEFT_IN_USE;
}

static block *right_of(const block *b)
{
	return at(b, length(b));
}

static size_t *foot(block *b)
{
	return (size_t *)(void *)right_of(b) - 1;
}

/* The number of the highest bit that is set. */
static unsigned highest(size_t n)
{
	unsigned found = 0;

	for (unsigned half = 32; half > 0; half /= 2)
		if (n >> half != 0) {
			n >>= half;
			found += half;
		}
	return found;
}

size_t heap_class(size_t size)
{
	unsigned class = highest(size) - LEAST;
	return class < CLASSES ? class : CLASSES - 1;
}

bool heap_init(void)
{
	memset(queue, 0, sizeof queue);
	map = 0;
	first = last = NULL;
	char *arena = pages_grow(16);
	if (arena == NULL)
		return false;
	first = last = at(arena, 8);
	last->word = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return true;
}

static void append(block *b)
{
	size_t class = heap_class(length(b));

	b->next = NULL;
	b->prev = queue[class].tail;
	if (b->prev != NULL)
		b->prev->next = b;
	else
		queue[class].head = b;
	queue[class].tail = b;
	map |= (uint32_t)1 << class;
}

static void drop(block *b)
{
	size_t class = heap_class(length(b));

	if (b->prev != NULL)
		b->prev->next = b->next;
	else
		queue[class].head = b->next;
	if (b->next != NULL)
		b->next->prev = b->prev;
	else
		queue[class].tail = b->prev;
	if (queue[class].head == NULL)
		map &= ~((uint32_t)1 << class);
}

/* The block lies between two that are in use. */
static void set_free(block *b, size_t size)
{
	b->word = size | HEAP_LEFT_IN_USE;
	*foot(b) = size;
	right_of(b)->word &= ~HEAP_LEFT_IN_USE;
	append(b);
}

static block *find(size_t need)
{
	size_t class = heap_class(need);
	int tries = HEAP_TRIES;

	for (block *b = queue[class].head; b != NULL && tries-- > 0; b = b->next)
		if (length(b) >= need)
			return b;
	uint32_t higher = class + 1 < CLASSES ? map >> (class + 1) << (class + 1) : 0;
	return higher == 0 ? NULL : queue[highest(higher & -higher)].head;
}

static block *lengthen(size_t need)
{
	block *b = last;
	size_t have = 0;

	if (last == NULL)
		return NULL;
	if (!left_used(last)) {
		have = ((size_t *)(void *)last)[-1];
		b = at(last, 0 - have);
	}
	if (have < need && pages_grow(need - have) == NULL)
		return NULL;
	if (have > 0)
		drop(b);
	if (have >= need)
		return b;
	b->word = need | HEAP_LEFT_IN_USE;
	last = right_of(b);
	last->word = HEAP_IN_USE;
	return b;
}

void *heap_alloc(size_t size)
{
	size_t need;

	if (size > SIZE_MAX / 2 || !align_up(size + 8, HEAP_ALIGNMENT, &need))
		return NULL;
	if (need < HEAP_SMALLEST)
		need = HEAP_SMALLEST;
	block *b = find(need);
	if (b != NULL)
		drop(b);
	else if ((b = lengthen(need)) == NULL)
		return NULL;
	size_t rest = length(b) - need;
	b->word |= HEAP_IN_USE;
	if (rest < HEAP_SMALLEST) {
		right_of(b)->word |= HEAP_LEFT_IN_USE;
	} else {
		b->word -= rest;
		set_free(right_of(b), rest);
	}
	return at(b, 8);
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	block *b = at(payload, (size_t)-8), *right = right_of(b);
	size_t size = length(b);
	if (!used(right)) {
		drop(right);
		size += length(right);
	}
	if (!left_used(b)) {
		b = at(b, 0 - ((size_t *)(void *)b)[-1]);
		drop(b);
		size += length(b);
	}
	set_free(b, size);
}

static const char *ill(const block *b)
{
	if (b->word & 12)
		return "bits 2 and 3 must be 0";
	if (length(b) < HEAP_SMALLEST)
		return "a size is below the smallest";
	return length(b) > (size_t)((char *)last - (const char *)b)
		? "a size leads out of the heap" : NULL;
}

static bool show(block *b, heap_visit *visit, void *context)
{
	struct heap_block seen = { b, length(b), &b->next, length(b) - (used(b) ? 8 : 16),
		used(b) };
	return visit(&seen, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (block *b = first; b != last; b = right_of(b))
		if (ill(b) != NULL || !show(b, visit, context))
			return false;
	return true;
}

static bool is_listed_in(const block *b, size_t class, const block *prev)
{
	uintptr_t here = (uintptr_t)b;

	if (here < (uintptr_t)first || here >= (uintptr_t)last)
		return false;
	if ((here - (uintptr_t)first) % 16 != 0 || ill(b) != NULL || used(b))
		return false;
	return heap_class(length(b)) == class && b->prev == prev;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t class = 0; class < CLASSES; class++) {
		block *prev = NULL;
		for (block *b = queue[class].head; b != NULL; prev = b, b = b->next)
			if (!is_listed_in(b, class, prev) || !show(b, visit, context))
				return false;
		if (prev != queue[class].tail)
			return false;
	}
	return true;
}

static bool add_size(const struct heap_block *seen, void *sum)
{
	*(size_t *)sum += seen->size;
	return true;
}

const char *heap_check(void)
{
	size_t in_row = 0, in_queues = 0;
	bool left = true;

	if (first == NULL)
		return NULL;
	for (block *b = first; b != last; b = right_of(b)) {
		if (ill(b) != NULL)
			return ill(b);
		if (left_used(b) != left)
			return "a block is mistaken about its left neighbour";
		if (!left && !used(b))
			return "two free blocks side by side";
		left = used(b);
		if (!left && *foot(b) != length(b))
			return "header and footer of a free block differ";
		if (!left)
			in_row += length(b);
	}
	if (last->word != (HEAP_IN_USE | (left ? HEAP_LEFT_IN_USE : 0)))
		return "the epilogue is wrong";
	if (!heap_walk_free(add_size, &in_queues))
		return "a queue is broken, or has a block of another class";
	if (in_row != in_queues)
		return "a free block is in no queue";
	for (size_t class = 0; class < CLASSES; class++)
		if ((map >> class & 1) != (queue[class].head != NULL))
			return "the map is wrong";
	return NULL;
}
