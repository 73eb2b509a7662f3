/*
 * Differs from the reference: new blocks are cut from the right end of free ones,
 * the arena grows by 64 KiB more than is needed, and 64 KiB of a large free end are
 * kept. Lists have the order of addresses and are made of arrays of words. Aligned
 * blocks take the rightmost place that suits. A spare serves only if it is large
 * enough and is then cut to measure.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"
#include "sizes.h"

typedef size_t word;            /* a block is an array of these: [0] its header */

#define SIZE(b) ((b)[0] & ~(word)15)
#define NEXT(b) (*(word **)(void *)&(b)[1])
#define PREV(b) (*(word **)(void *)&(b)[2])
#define KEEP    ((size_t)64 << 10)

static struct {
	word *first, *end;
	word *list[HEAP_CLASSES];
	uint64_t some[2];
	word *spare;
} h;

static word *step(const word *b, size_t bytes)
{
	return (word *)(uintptr_t)(b + bytes / sizeof *b);
}

/* To 512 each size, then eight in each doubling. */
static size_t class_of(size_t size)
{
	if (size < 512)
		return size / 16;
	size_t lg = 63 - (size_t)__builtin_clzll(size);
	size_t class = 32 + (lg - 9) * 8 + (size >> (lg - 3) & 7);
	return class < HEAP_CLASSES ? class : HEAP_CLASSES - 1;
}

size_t heap_class(size_t size)
{
	return class_of(size);
}

struct heap_info heap_info;

bool heap_init(void)
{
	memset(&h, 0, sizeof h);
	memset(&heap_info, 0, sizeof heap_info);
	word *pad = pages_grow(16);
	if (pad == NULL)
		return false;
	h.first = h.end = pad + 1;
	h.end[0] = 3;
	return true;
}

static void insert(word *b)
{
	size_t class = class_of(SIZE(b));
	word *before = NULL, *after = h.list[class];

	while (after != NULL && after < b) {
		before = after;
		after = NEXT(after);
	}
	NEXT(b) = after;
	PREV(b) = before;
	if (after != NULL)
		PREV(after) = b;
	if (before != NULL)
		NEXT(before) = b;
	else
		h.list[class] = b;
	h.some[class / 64] |= (uint64_t)1 << class % 64;
	heap_info.free_blocks++;
	heap_info.free_bytes += SIZE(b);
}

static void take_out(const word *b)
{
	size_t class = class_of(SIZE(b));

	if (NEXT(b) != NULL)
		PREV(NEXT(b)) = PREV(b);
	if (PREV(b) != NULL)
		NEXT(PREV(b)) = NEXT(b);
	else
		h.list[class] = NEXT(b);
	if (h.list[class] == NULL)
		h.some[class / 64] &= ~((uint64_t)1 << class % 64);
	heap_info.free_blocks--;
	heap_info.free_bytes -= SIZE(b);
}

/* Writes a free block between two that are in use, and lists it. */
static void put_free(word *b, size_t size)
{
	word *right = step(b, size);

	b[0] = size | 2;
	right[-1] = size;
	right[0] &= ~(word)2;
	insert(b);
}

/* Gives back what is too much at the end. */
static void trim(void)
{
	if (h.first == h.end || (h.end[0] & 2) != 0 || h.end[-1] < HEAP_TRIM)
		return;
	word *b = step(h.end, 0) - h.end[-1] / sizeof *b;
	size_t size = SIZE(b);
	if (!pages_shrink(size - KEEP))
		return;
	/* Header and links stand in front; only the class may be another. */
	take_out(b);
	h.end = step(b, KEEP);
	h.end[0] = 1;
	put_free(b, KEEP);
}

static void merge(word *b)
{
	size_t size = SIZE(b);
	word *right = step(b, size);

	if ((right[0] & 1) == 0) {
		take_out(right);
		size += SIZE(right);
	}
	if ((b[0] & 2) == 0) {
		b -= b[-1] / sizeof *b;
		take_out(b);
		size += SIZE(b);
	}
	put_free(b, size);
}

static void let_go(word *b)
{
	merge(b);
	trim();
}

/* The best fit among few, or the first block of a higher class. */
static word *search(size_t want)
{
	size_t class = class_of(want);
	word *best = NULL;
	int tries = 0;

	for (word *b = h.list[class]; b != NULL && tries < HEAP_TRIES; b = NEXT(b), tries++)
		if (SIZE(b) >= want && (best == NULL || SIZE(b) < SIZE(best)))
			best = b;
	for (class++; best == NULL && class < HEAP_CLASSES; class = (class / 64 + 1) * 64) {
		uint64_t some = h.some[class / 64] >> class % 64;
		if (some != 0)
			return h.list[class + (size_t)__builtin_ctzll(some)];
	}
	return best;
}

static void drop_spare(void)
{
	if (h.spare != NULL)
		pages_unmap(h.spare - 1, SIZE(h.spare) + 16);
	h.spare = NULL;
}

/* So many bytes more at the end; or just what is missing. */
static bool get_more(size_t missing)
{
	word *old = h.end;
	size_t got = missing + KEEP;

	drop_spare();
	if (pages_grow(got) == NULL) {
		got = missing < HEAP_SMALLEST ? HEAP_SMALLEST : missing;
		if (pages_grow(got) == NULL)
			return false;
	}
	h.end = step(old, got);
	h.end[0] = 3;
	old[0] = got | (old[0] & 2) | 1;
	merge(old);                     /* it will be used: not to be trimmed */
	return true;
}

/* A free block, in its list, that is large enough; or NULL. */
static word *some_block(size_t want)
{
	if (h.first == NULL)
		return NULL;
	word *b = search(want);
	if (b != NULL)
		return b;
	size_t last = (h.end[0] & 2) != 0 ? 0 : h.end[-1];
	if (last < want && !get_more(want - last))
		return NULL;
	return h.end - h.end[-1] / sizeof *b;
}

/* Cuts a block in use out of a free one: so many bytes in front stay free, and
   what is behind it, if it is enough. */
static word *cut(word *b, size_t front, size_t want)
{
	size_t size = SIZE(b), behind = size - front - want;
	word *used = step(b, front), *right = step(b, size);

	take_out(b);
	if (behind < HEAP_SMALLEST) {
		want += behind;
		behind = 0;
	}
	used[0] = want | 1 | (front == 0 ? 2 : 0);
	right[0] |= 2;
	if (front > 0)
		put_free(b, front);
	if (behind > 0)
		put_free(step(used, want), behind);
	return used;
}

static word *from_arena(size_t want)
{
	word *b = some_block(want);

	if (b == NULL)
		return NULL;
	size_t front = SIZE(b) - want;
	return cut(b, front < HEAP_SMALLEST ? 0 : front, want);
}

static word *mapped(word *start, size_t want)
{
	if (start == NULL)
		return NULL;
	start[1] = want | 7;
	return start + 1;
}

static word *from_mapping(size_t want)
{
	word *b = h.spare;

	if (b == NULL || SIZE(b) < want)
		return mapped(pages_map(want + 16), want);
	if (SIZE(b) > want)
		b = mapped(pages_remap(b - 1, SIZE(b) + 16, want + 16), want);
	if (b != NULL)
		h.spare = NULL;
	return b;
}

static size_t block_for(size_t size)
{
	if (size > PTRDIFF_MAX - 4096)
		return 0;
	return size < 24 ? HEAP_SMALLEST : (size + 23) & ~(size_t)15;
}

void *heap_alloc(size_t size)
{
	size_t want = block_for(size);
	word *b = NULL;

	if (want == 0)
		return NULL;
	if (want >= HEAP_LARGE && h.first != NULL)
		b = from_mapping(want);
	if (b == NULL)
		b = from_arena(want);
	return b == NULL ? NULL : b + 1;
}

void heap_free(void *payload)
{
	word *b = payload;

	if (b-- == NULL)
		return;
	if ((b[0] & HEAP_MAPPED) == 0) {
		let_go(b);
	} else if (SIZE(b) > HEAP_SPARE) {
		pages_unmap(b - 1, SIZE(b) + 16);
	} else {
		drop_spare();
		h.spare = b;
	}
}

size_t heap_usable_size(const void *payload)
{
	const word *b = payload;

	return b == NULL ? 0 : SIZE(b - 1) - 8;
}

void *heap_calloc(size_t count, size_t size)
{
	size_t bytes;
	void *payload = bytes_for(count, size, &bytes) ? heap_alloc(bytes) : NULL;

	return payload == NULL ? NULL : memset(payload, 0, bytes);
}

/* Without moving: true. */
static bool stretch(word *b, size_t want)
{
	size_t size = SIZE(b);
	word *right = step(b, size);
	size_t room = (right[0] & 1) != 0 ? 0 : SIZE(right);

	if (want > size + room) {
		if (step(right, room) != h.end || !get_more(want - size - room))
			return false;
		room = SIZE(right);
	}
	if (room > 0)
		take_out(right);
	size += room;
	if (size - want < HEAP_SMALLEST)
		want = size;
	b[0] = want | (b[0] & 3);
	step(b, size)[0] |= 2;
	if (size > want)
		put_free(step(b, want), size - want);
	trim();
	return true;
}

void *heap_realloc(void *payload, size_t size)
{
	size_t want = block_for(size);
	word *b = payload;

	if (b == NULL)
		return heap_alloc(size);
	if (want == 0)
		return NULL;
	b--;
	if ((b[0] & HEAP_MAPPED) == 0) {
		if (stretch(b, want))
			return payload;
	} else if (want >= HEAP_LARGE) {
		word *moved = mapped(pages_remap(b - 1, SIZE(b) + 16, want + 16), want);
		if (moved != NULL)
			return moved + 1;
	}
	size_t had = SIZE(b) - 8;
	void *moved = heap_alloc(size);
	if (moved != NULL) {
		memcpy(moved, payload, size < had ? size : had);
		heap_free(payload);
	} else if (size <= had) {
		return payload;
	}
	return moved;
}

void *heap_aligned_alloc(size_t alignment, size_t size)
{
	size_t want = block_for(size);

	if (alignment == 0 || (alignment & (alignment - 1)) != 0 || want == 0
	    || alignment > (size_t)PTRDIFF_MAX - 4096 - want)
		return NULL;
	if (alignment <= HEAP_ALIGNMENT)
		return heap_alloc(size);
	word *b = some_block(want + alignment + HEAP_SMALLEST);
	if (b == NULL)
		return NULL;
	uintptr_t start = (uintptr_t)(b + 1);
	uintptr_t place = (start + SIZE(b) - want) & ~(uintptr_t)(alignment - 1);
	if (place - start == 16)
		place -= alignment;
	return cut(b, place - start, want) + 1;
}

/* ---- looking ---- */

static bool sound_header(const word *b)
{
	return (b[0] & 12) == 0 && SIZE(b) >= 32
	       && SIZE(b) <= (size_t)((char *)h.end - (char *)b);
}

static bool show(word *b, heap_visit *visit, void *context)
{
	size_t tail = (b[0] & 1) != 0 ? 0 : 8;

	return visit(&(struct heap_block){ .start = b, .size = SIZE(b), .payload = b + 1,
		.payload_size = SIZE(b) - 8 - tail, .in_use = tail == 0 }, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	word *b = h.first;

	while (b != h.end && sound_header(b) && show(b, visit, context))
		b = step(b, SIZE(b));
	return b == h.end;
}

static bool listable(const word *b)
{
	uintptr_t p = (uintptr_t)b;

	return p >= (uintptr_t)h.first && p < (uintptr_t)h.end && p % 16 == 8
	       && sound_header(b) && (b[0] & 1) == 0;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t i = 0; i < HEAP_CLASSES; i++)
		for (word *b = h.list[i], *before = NULL; b != NULL; before = b, b = NEXT(b))
			if (!listable(b) || PREV(b) != before || class_of(SIZE(b)) != i
			    || !show(b, visit, context))
				return false;
	return true;
}

static bool add_size(const struct heap_block *block, void *sum)
{
	*(size_t *)sum += block->size;
	return true;
}

const char *heap_check(void)
{
	size_t blocks = 0, bytes = 0, listed = 0;
	word left = 2;

	if (h.first == NULL)
		return NULL;
	for (word *b = h.first; b != h.end; b = step(b, SIZE(b))) {
		if (!sound_header(b) || (b[0] & 2) != left)
			return "a header is damaged";
		if (((b[0] & 1) | left) == 0)
			return "free neighbours";
		left = (b[0] & 1) << 1;
		if (left != 0)
			continue;
		if (step(b, SIZE(b))[-1] != SIZE(b))
			return "a footer is damaged";
		bytes += SIZE(b);
		blocks++;
	}
	if (h.end[0] != (left | 1))
		return "the epilogue is damaged";
	if (heap_info.free_blocks != blocks || heap_info.free_bytes != bytes)
		return "heap_info is wrong";
	if (!heap_walk_free(add_size, &listed) || listed != bytes)
		return "a list is damaged";
	for (size_t i = 0; i < HEAP_CLASSES; i++)
		if ((h.some[i / 64] >> i % 64 & 1) != (h.list[i] != NULL))
			return "a bit is wrong";
	return NULL;
}
