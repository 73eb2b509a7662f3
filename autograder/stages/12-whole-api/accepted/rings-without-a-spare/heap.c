/*
 * Differs from the reference: each list is a ring through a sentinel, first in,
 * first out. There is no map of bits; the first list with a block is looked for in
 * the row of sentinels. Mappings are whole pages, and given back at once, so that
 * what has a mapping is zero when it comes. One function settles all that becomes
 * free, with neighbours or without, and one claims a block and settles the rest.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"
#include "sizes.h"

struct node {
	size_t word;
	struct node *next, *prev;
};

enum { USED = 1, LEFT = 2, MAPPED = 4, PAGE = 4096 };

static struct node rings[HEAP_CLASSES];
static struct node *lowest, *end;

static size_t size_of(const struct node *n)
{
	return n->word & ~(size_t)15;
}

static struct node *at(const struct node *n, size_t bytes)
{
	return (struct node *)(void *)((char *)n + bytes);
}

static struct node *left_of(const struct node *n)
{
	return at(n, -((const size_t *)(const void *)n)[-1]);
}

/* Four classes in each doubling. */
size_t heap_class(size_t size)
{
	size_t lg = 63 - (size_t)__builtin_clzll(size);

	if (size < 128)
		return size / 16;
	size_t class = 8 + (lg - 7) * 4 + (size >> (lg - 2) & 3);
	return class < HEAP_CLASSES ? class : HEAP_CLASSES - 1;
}

struct heap_info heap_info;

bool heap_init(void)
{
	size_t *pad = pages_grow(32);

	lowest = end = NULL;
	heap_info = (struct heap_info){ .free_blocks = 0 };
	for (size_t i = 0; i < HEAP_CLASSES; i++)
		rings[i].next = rings[i].prev = &rings[i];
	if (pad == NULL)
		return false;
	lowest = end = (struct node *)(void *)(pad + 3);
	end->word = USED | LEFT;
	return true;
}

static void link_in(struct node *n)
{
	struct node *ring = &rings[heap_class(size_of(n))];

	n->next = ring;
	n->prev = ring->prev;
	n->prev->next = ring->prev = n;
	heap_info.free_blocks++;
	heap_info.free_bytes += size_of(n);
}

static void link_out(const struct node *n)
{
	n->next->prev = n->prev;
	n->prev->next = n->next;
	heap_info.free_blocks--;
	heap_info.free_bytes -= size_of(n);
}

/* These bytes, whose first word knows about the left, are nobody's from now on. */
static void settle(struct node *n, size_t size)
{
	struct node *right = at(n, size);

	if ((right->word & USED) == 0) {
		link_out(right);
		size += size_of(right);
	}
	if ((n->word & LEFT) == 0) {
		n = left_of(n);
		link_out(n);
		size += size_of(n);
	}
	right = at(n, size);
	n->word = size | LEFT;
	((size_t *)(void *)right)[-1] = size;
	right->word &= ~(size_t)LEFT;
	if (right == end && size >= HEAP_TRIM && pages_shrink(size)) {
		end = n;
		end->word = USED | LEFT;
	} else {
		link_in(n);
	}
}

/* Of these bytes, which are in no ring, the first ones are somebody's. */
static void claim(struct node *n, size_t have, size_t want)
{
	if (have - want < HEAP_SMALLEST)
		want = have;
	n->word = want | USED | (n->word & LEFT);
	if (have == want) {
		at(n, have)->word |= LEFT;
	} else {
		at(n, want)->word = LEFT;
		settle(at(n, want), have - want);
	}
}

static struct node *search(size_t want)
{
	size_t class = heap_class(want), looked = 0;

	for (struct node *n = rings[class].next; n != &rings[class] && looked < HEAP_TRIES;
	     n = n->next, looked++)
		if (size_of(n) >= want)
			return n;
	while (++class < HEAP_CLASSES)
		if (rings[class].next != &rings[class])
			return rings[class].next;
	return NULL;
}

/* A free block at the end, in no ring, of at least that size; or NULL. */
static struct node *extend(size_t want)
{
	struct node *n = end;
	size_t have = 0;

	if ((n->word & LEFT) == 0) {
		n = left_of(n);
		have = size_of(n);
	}
	if (have < want) {
		if (pages_grow(want - have) == NULL)
			return NULL;
		end = at(n, want);
		end->word = USED;
	}
	if (have > 0)
		link_out(n);
	n->word = (have < want ? want : have) | LEFT;
	return n;
}

static struct node *from_arena(size_t want)
{
	if (lowest == NULL)
		return NULL;
	struct node *n = search(want);
	if (n != NULL)
		link_out(n);
	else if ((n = extend(want)) == NULL)
		return NULL;
	claim(n, size_of(n), want);
	return n;
}

static size_t whole_pages(size_t want)
{
	return (want + 16 + PAGE - 1) / PAGE * PAGE;
}

/* The block in a mapping that begins there. */
static struct node *in_mapping(size_t *start, size_t bytes)
{
	start[1] = (bytes - 16) | USED | LEFT | MAPPED;
	return (struct node *)(void *)(start + 1);
}

static bool needed(size_t size, size_t *want)
{
	if (size > PTRDIFF_MAX - 2 * PAGE)
		return false;
	*want = size <= 24 ? HEAP_SMALLEST : (size + 8 + 15) / 16 * 16;
	return true;
}

static void *payload_of(struct node *n)
{
	return n == NULL ? NULL : &n->next;
}

static struct node *block_of(const void *payload)
{
	return (struct node *)(void *)((size_t *)(uintptr_t)payload - 1);
}

void *heap_alloc(size_t size)
{
	size_t want;

	if (!needed(size, &want))
		return NULL;
	if (want >= HEAP_LARGE && lowest != NULL) {
		size_t *start = pages_map(whole_pages(want));
		if (start != NULL)
			return payload_of(in_mapping(start, whole_pages(want)));
	}
	return payload_of(from_arena(want));
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct node *n = block_of(payload);
	if ((n->word & MAPPED) != 0)
		pages_unmap((size_t *)(void *)n - 1, size_of(n) + 16);
	else
		settle(n, size_of(n));
}

size_t heap_usable_size(const void *payload)
{
	return payload == NULL ? 0 : size_of(block_of(payload)) - sizeof(size_t);
}

void *heap_calloc(size_t count, size_t size)
{
	size_t bytes;

	if (!bytes_for(count, size, &bytes))
		return NULL;
	void *payload = heap_alloc(bytes);
	if (payload != NULL && (block_of(payload)->word & MAPPED) == 0)
		memset(payload, 0, bytes);
	return payload;
}

static void *move(void *payload, size_t size)
{
	size_t had = heap_usable_size(payload);
	void *moved = heap_alloc(size);

	if (moved == NULL)
		return had >= size ? payload : NULL;
	memcpy(moved, payload, had < size ? had : size);
	heap_free(payload);
	return moved;
}

static void *resize_mapped(void *payload, size_t size, size_t want)
{
	struct node *n = block_of(payload);
	size_t had = size_of(n) + 16, bytes = whole_pages(want);

	if (want >= HEAP_LARGE) {
		size_t *start = (size_t *)(void *)n - 1;
		if (bytes != had)
			start = pages_remap(start, had, bytes);
		if (start != NULL)
			return payload_of(in_mapping(start, bytes));
	}
	return move(payload, size);
}

void *heap_realloc(void *payload, size_t size)
{
	size_t want;

	if (payload == NULL)
		return heap_alloc(size);
	if (!needed(size, &want))
		return NULL;
	struct node *n = block_of(payload);
	if ((n->word & MAPPED) != 0)
		return resize_mapped(payload, size, want);
	struct node *right = at(n, size_of(n));
	size_t room = (right->word & USED) != 0 ? 0 : size_of(right);
	size_t all = size_of(n) + room;
	bool more = want > all;
	if (more && (at(n, all) != end || pages_grow(want - all) == NULL))
		return move(payload, size);
	if (room > 0)
		link_out(right);
	if (more) {
		end = at(n, want);
		end->word = USED;
		all = want;
	}
	claim(n, all, want);
	return payload;
}

void *heap_aligned_alloc(size_t alignment, size_t size)
{
	size_t want;

	if (alignment == 0 || (alignment & (alignment - 1)) != 0 || !needed(size, &want))
		return NULL;
	if (alignment <= HEAP_ALIGNMENT)
		return heap_alloc(size);
	if (alignment > PTRDIFF_MAX - want - 2 * HEAP_SMALLEST)
		return NULL;
	struct node *n = from_arena(want + alignment + HEAP_SMALLEST);
	if (n == NULL)
		return NULL;
	uintptr_t place = (uintptr_t)&n->next;
	size_t gap = (alignment - place % alignment) % alignment;
	if (gap == 16)
		gap += alignment;
	size_t have = size_of(n) - gap;
	struct node *right = at(n, gap + have);
	if (gap > 0) {
		size_t word = n->word & LEFT;
		at(n, gap)->word = have | USED;
		n->word = gap | USED | word;
		settle(n, gap);
		n = at(right, -have);
	}
	if (have - want >= HEAP_SMALLEST)
		claim(n, have, want);
	return payload_of(n);
}

/* ---- looking ---- */

static bool can_step(const struct node *n)
{
	return (n->word & 12) == 0 && size_of(n) >= HEAP_SMALLEST
	       && size_of(n) <= (size_t)((char *)end - (char *)n);
}

static bool tell(struct node *n, heap_visit *visit, void *context)
{
	bool used = (n->word & USED) != 0;
	struct heap_block block = { n, size_of(n), &n->next, size_of(n) - (used ? 8 : 16), used };

	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct node *n = lowest; n != end; n = at(n, size_of(n)))
		if (!can_step(n) || !tell(n, visit, context))
			return false;
	return true;
}

static bool may_be_free(const struct node *n, size_t class)
{
	uintptr_t place = (uintptr_t)n;

	return place >= (uintptr_t)lowest && place < (uintptr_t)end
	       && (place - (uintptr_t)lowest) % 16 == 0 && can_step(n)
	       && (n->word & USED) == 0 && heap_class(size_of(n)) == class;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t i = 0; i < HEAP_CLASSES && lowest != NULL; i++) {
		const struct node *before = &rings[i];
		for (struct node *n = rings[i].next; n != &rings[i]; before = n, n = n->next)
			if (!may_be_free(n, i) || n->prev != before || !tell(n, visit, context))
				return false;
		if (rings[i].prev != before)
			return false;
	}
	return true;
}

static bool count_it(const struct heap_block *block, void *context)
{
	(void)block;
	++*(size_t *)context;
	return true;
}

static const char *trouble_with(const struct node *n, size_t left)
{
	const struct node *right = at(n, size_of(n));

	if ((n->word & LEFT) != left)
		return "a header is wrong about its left";
	if ((n->word & USED) != 0)
		return NULL;
	if (((const size_t *)(const void *)right)[-1] != size_of(n))
		return "a footer is not the size";
	return left == 0 ? "two free blocks are neighbours" : NULL;
}

const char *heap_check(void)
{
	size_t left = LEFT, all = 0, bytes = 0, listed = 0;

	for (const struct node *n = lowest; n != end; n = at(n, size_of(n))) {
		if (!can_step(n))
			return "a header is damaged";
		const char *trouble = trouble_with(n, left);
		if (trouble != NULL)
			return trouble;
		left = (n->word & USED) != 0 ? LEFT : 0;
		all += left == 0;
		bytes += left == 0 ? size_of(n) : 0;
	}
	if (all != heap_info.free_blocks || bytes != heap_info.free_bytes)
		return "a count is wrong";
	if (lowest != NULL && end->word != (USED | left))
		return "the epilogue is damaged";
	if (!heap_walk_free(count_it, &listed) || listed != all)
		return "a ring is damaged";
	return NULL;
}
