/*
 * Differs from the reference: free blocks are linked in the order of addresses,
 * each holding the next one's address in its payload (K&R 8.7 keep their list
 * like this). Both free neighbours of a block are then neighbours in the list,
 * and merging needs no footer; they are written for heap_check and heap.h.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

struct block {
	size_t size;                    /* plus 1 if in use              */
	struct block *next;             /* while it is free              */
};

static struct {
	struct block *first, *end, *free;
} heap;

static struct block *offset(struct block *b, size_t bytes)
{
	return (void *)((unsigned char *)b + bytes);
}

static size_t size_of(const struct block *b)
{
	return b->size & ~(size_t)15;
}

static size_t *footer(struct block *b)
{
	return (size_t *)(void *)offset(b, size_of(b)) - 1;
}

bool heap_init(void)
{
	size_t *words = pages_grow(16);

	heap.first = heap.end = heap.free = NULL;
	if (words == NULL)
		return false;
	heap.first = heap.end = (void *)(words + 1);
	words[1] = HEAP_IN_USE;
	return true;
}

/* Swallows the next free block if it begins where this one ends. */
static void swallow(struct block *b)
{
	struct block *next = b->next;

	if (next != NULL && offset(b, b->size) == next) {
		b->size += next->size;
		b->next = next->next;
	}
	*footer(b) = b->size;
}

static void insert(struct block *b)
{
	struct block *before = NULL, *after = heap.free;

	for (; after != NULL && after < b; after = after->next)
		before = after;
	b->next = after;
	if (before != NULL)
		before->next = b;
	else
		heap.free = b;
	swallow(b);
	if (before != NULL)
		swallow(before);
}

/* The last block, if it is free. */
static struct block *free_at_the_end(void)
{
	struct block *b = heap.free;

	while (b != NULL && b->next != NULL)
		b = b->next;
	return b != NULL && offset(b, b->size) == heap.end ? b : NULL;
}

/* What is missing may be 16 bytes, too few for size, link and footer: so a
   free last block is stretched, and nothing is inserted. */
static bool lengthen(size_t need)
{
	struct block *last = free_at_the_end(), *fresh = heap.end;

	if (fresh == NULL)
		return false;
	if (last != NULL)
		need -= last->size;
	if (pages_grow(need) == NULL)
		return false;
	heap.end = offset(heap.end, need);
	heap.end->size = HEAP_IN_USE;
	if (last != NULL) {
		last->size += need;
		*footer(last) = last->size;
	} else {
		fresh->size = need;
		insert(fresh);
	}
	return true;
}

static struct block *take(size_t need)
{
	struct block **link = &heap.free;

	while (*link != NULL && (*link)->size < need)
		link = &(*link)->next;
	struct block *b = *link;
	if (b == NULL)
		return NULL;
	*link = b->next;
	if (b->size - need >= HEAP_SMALLEST) {
		struct block *rest = offset(b, need);
		rest->size = b->size - need;
		rest->next = b->next;
		*footer(rest) = rest->size;
		*link = rest;
		b->size = need;
	}
	b->size |= HEAP_IN_USE;
	return b;
}

void *heap_alloc(size_t size)
{
	size_t need;

	if (size < 16)
		size = 16;
	if (size > SIZE_MAX - 8 || !align_up(size + 8, HEAP_ALIGNMENT, &need))
		return NULL;
	struct block *b = take(need);
	if (b == NULL && lengthen(need))
		b = take(need);
	return b == NULL ? NULL : &b->next;
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct block *b = (void *)((unsigned char *)payload - sizeof b->size);
	b->size &= ~HEAP_IN_USE;
	insert(b);
}

static const char *damage(const struct block *b)
{
	if ((b->size & 14) != 0)
		return "strange bits in a header";
	if (size_of(b) < HEAP_SMALLEST)
		return "a size below the smallest";
	if (size_of(b) > (size_t)((char *)heap.end - (const char *)b))
		return "a size beyond the end";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct block *b = heap.first; b != heap.end; b = offset(b, size_of(b))) {
		if (damage(b) != NULL)
			return false;
		struct heap_block block = { b, size_of(b), &b->next,
			size_of(b) - sizeof b->size, (b->size & HEAP_IN_USE) != 0 };
		if (!block.in_use)
			block.payload_size -= sizeof b->size;
		if (!visit(&block, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	const struct block *free_before = NULL;

	for (struct block *b = heap.first; b != heap.end; b = offset(b, size_of(b))) {
		if (damage(b) != NULL)
			return damage(b);
		if (b->size & HEAP_IN_USE) {
			free_before = NULL;
			continue;
		}
		if (free_before != NULL)
			return "free blocks next to each other";
		free_before = b;
		if (*footer(b) != b->size)
			return "a footer that contradicts its header";
	}
	return heap.end != NULL && heap.end->size != HEAP_IN_USE
		? "the epilogue is not what it was" : NULL;
}
