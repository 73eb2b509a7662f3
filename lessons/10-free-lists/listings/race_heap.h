/*
 * race_heap.h - one allocator, and every policy that the race compares.
 *
 * The heap of this stage, with a footer in each block and the list through
 * a sentinel. Where a freed block goes in the list, and which of the free
 * blocks is taken, is asked of `policy`. Each block that is looked at on the
 * way is counted: counts are the same on every machine, seconds are not.
 */
#include <stdbool.h>
#include <stdint.h>

#include "pages.h"

struct block {
	size_t word;                    /* size, and bit 0: in use           */
	struct block *next, *prev;      /* while it is free                  */
};

enum order { LIFO, FIFO, ADDRESS };
enum fit { FIRST, NEXT, BEST };
static struct policy {
	const char *name;
	enum order order;
	enum fit fit;
	bool march;                     /* no list: from block to block      */
} policy;

static struct block ring = { 1, &ring, &ring }; /* the sentinel */
static struct block *first, *epilogue;         /* of the row of blocks */
static struct block *rover;                     /* where NEXT goes on */
static size_t looked_at;

static size_t size_of(const struct block *b)
{
	return b->word & ~(size_t)15;
}

static bool is_free(const struct block *b)
{
	return (b->word & 1) == 0;
}

static struct block *step(struct block *b, ptrdiff_t bytes)
{
	return (void *)((unsigned char *)b + bytes);
}

static struct block *after(struct block *b)
{
	return step(b, (ptrdiff_t)size_of(b));
}

static size_t *footer(struct block *b)
{
	return (size_t *)(void *)after(b) - 1;
}

static void set(struct block *b, size_t size, size_t mark)
{
	b->word = size | mark;
	*footer(b) = size | mark;
}

static bool race_init(void)
{
	size_t *words = pages_grow(16);

	if (words == NULL)
		return false;
	words[0] = words[1] = 1;                /* pad and epilogue */
	first = epilogue = (void *)(words + 1);
	ring.next = ring.prev = rover = &ring;
	looked_at = 0;
	return true;
}

/* ---- the list ---- */

static void link_behind(struct block *before, struct block *b)
{
	b->prev = before;
	b->next = before->next;
	b->next->prev = before->next = b;
}

/* Returns the block that was in front of it. */
static struct block *unlink_block(struct block *b)
{
	if (rover == b)
		rover = b->next;
	b->prev->next = b->next;
	b->next->prev = b->prev;
	return b->prev;
}

// region: place
/* The block of the list, or the sentinel, behind which this one goes. */
static struct block *place_for(const struct block *b)
{
	struct block *before = &ring;

	if (policy.order == FIFO)
		return ring.prev;
	if (policy.order == ADDRESS)
		for (; before->next != &ring && before->next < b; looked_at++)
			before = before->next;
	return before;
}
// endregion

// region: fits
static struct block *first_fit(size_t size)
{
	for (struct block *b = ring.next; b != &ring; b = b->next) {
		looked_at++;
		if (size_of(b) >= size)
			return b;
	}
	return NULL;
}

/* Goes on where the last search ended, and once round. */
static struct block *next_fit(size_t size)
{
	struct block *b = rover;

	do {
		looked_at += b != &ring;
		if (b != &ring && size_of(b) >= size) {
			rover = b->next;
			return b;
		}
		b = b->next;
	} while (b != rover);
	return NULL;
}

/* The smallest that is large enough; nothing is better than an exact fit. */
static struct block *best_fit(size_t size)
{
	struct block *best = NULL;

	for (struct block *b = ring.next; b != &ring; b = b->next) {
		looked_at++;
		if (size_of(b) >= size && (best == NULL || size_of(b) < size_of(best)))
			best = b;
		if (size_of(b) == size)
			break;
	}
	return best;
}
// endregion

/* As in stage 09: every block is looked at, also those in use. */
static struct block *march(size_t size)
{
	struct block *b = first;

	for (; b != epilogue; b = after(b)) {
		looked_at++;
		if (is_free(b) && size_of(b) >= size)
			return b;
	}
	return NULL;
}

static struct block *search(size_t size)
{
	if (policy.march)
		return march(size);
	if (policy.fit == BEST)
		return best_fit(size);
	return policy.fit == NEXT ? next_fit(size) : first_fit(size);
}

/* ---- the heap ---- */

/* Merges, and puts into the list. In the order of addresses the place of a
   free neighbour is the block's own, and nobody has to look for it. */
static struct block *give(struct block *b)
{
	struct block *right = after(b), *before = NULL;
	size_t size = size_of(b), left = ((size_t *)(void *)b)[-1];

	if (is_free(right)) {
		size += size_of(right);
		before = unlink_block(right);
	}
	if ((left & 1) == 0) {
		size += left;
		b = step(b, -(ptrdiff_t)left);
		before = unlink_block(b);
	}
	set(b, size, 0);
	if (before == NULL || policy.order != ADDRESS)
		before = place_for(b);
	link_behind(before, b);
	return b;
}

static struct block *grow(size_t size)
{
	size_t last = ((size_t *)(void *)epilogue)[-1];
	size_t missing = (last & 1) == 0 ? size - last : size;
	struct block *fresh = epilogue;

	if (pages_grow(missing) == NULL)
		return NULL;
	set(fresh, missing, 0);
	epilogue = after(fresh);
	epilogue->word = 1;
	return give(fresh);
}

static void *race_alloc(size_t bytes)
{
	size_t size = bytes <= 16 ? 32 : (bytes + 16 + 15) & ~(size_t)15;
	struct block *b = search(size);

	if (b == NULL && (b = grow(size)) == NULL)
		return NULL;
	size_t rest = size_of(b) - size;
	struct block *before = unlink_block(b);
	void *payload = &b->next;
	if (rest < 32) {
		set(b, size + rest, 1);
	} else {
		set(b, size, 1);
		set(after(b), rest, 0);
		b = after(b);
		link_behind(policy.order == ADDRESS ? before : place_for(b), b);
	}
	return payload;
}

static void race_free(void *payload)
{
	if (payload != NULL)
		give((struct block *)(void *)((unsigned char *)payload - 8));
}
