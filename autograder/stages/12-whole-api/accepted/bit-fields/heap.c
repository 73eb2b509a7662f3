/*
 * Differs from the reference: a header is a struct of bit-fields, sizes count units of
 * 16 bytes, and a block is told by where it stands and where it ends. There is one way
 * to make a block (carve), which cuts a stretch of the arena into a free piece, a block
 * in use and another free piece; heap_alloc, heap_realloc and heap_aligned_alloc only
 * differ in what they give it. A spare is kept, and never made smaller than a third.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"
#include "sizes.h"

struct head {
	size_t used : 1, left_used : 1, mapped : 1, nothing : 1, units : 60;
};

struct block {
	struct head head;
	struct block *next, *prev;
};

#define UNIT       HEAP_ALIGNMENT
#define LEAST      (HEAP_SMALLEST / UNIT)
#define MANY       (HEAP_TRIM / UNIT)

static struct block *begin, *end, *first[HEAP_CLASSES], *spare;

static struct block *plus(const struct block *b, size_t units)
{
	return (struct block *)(void *)((char *)b + units * UNIT);
}

static size_t between(const struct block *a, const struct block *b)
{
	return (size_t)((const char *)b - (const char *)a) / UNIT;
}

static struct block *after(const struct block *b)
{
	return plus(b, b->head.units);
}

static size_t *foot(const struct block *beyond)
{
	return (size_t *)(void *)beyond - 1;
}

/* Two classes for each doubling. */
size_t heap_class(size_t size)
{
	size_t class = 0;

	while (size >= 48) {
		size /= 2;
		class += 2;
	}
	class += size >= 32 ? 1 : 0;
	return class < HEAP_CLASSES ? class : HEAP_CLASSES - 1;
}

static struct block **list_for(size_t units)
{
	return &first[heap_class(units * UNIT)];
}

struct heap_info heap_info;

bool heap_init(void)
{
	char *pad = pages_grow(UNIT);

	memset(first, 0, sizeof first);
	heap_info.free_blocks = heap_info.free_bytes = 0;
	begin = end = spare = NULL;
	if (pad == NULL)
		return false;
	begin = end = (struct block *)(void *)(pad + sizeof(struct head));
	end->head = (struct head){ .used = 1, .left_used = 1 };
	return true;
}

static void unlist(const struct block *b)
{
	if (b->prev == NULL)
		*list_for(b->head.units) = b->next;
	else
		b->prev->next = b->next;
	if (b->next != NULL)
		b->next->prev = b->prev;
	heap_info.free_blocks--;
	heap_info.free_bytes -= b->head.units * UNIT;
}

/* From here to there, between two that are in use, is a free block. */
static void list(struct block *b, struct block *beyond)
{
	size_t units = between(b, beyond);
	struct block **at = list_for(units);

	b->head = (struct head){ .left_used = 1, .units = units };
	*foot(beyond) = units * UNIT;
	beyond->head.left_used = 0;
	b->next = *at;
	b->prev = NULL;
	if (*at != NULL)
		(*at)->prev = b;
	*at = b;
	heap_info.free_blocks++;
	heap_info.free_bytes += units * UNIT;
}

/* The stretch that a block has with its free neighbours, which leave their lists. */
static struct block *spread(struct block *b, struct block **beyond, bool to_the_left)
{
	*beyond = after(b);
	if (!(*beyond)->head.used) {
		unlist(*beyond);
		*beyond = after(*beyond);
	}
	if (to_the_left && !b->head.left_used) {
		b = plus(b, -(*foot(b) / UNIT));
		unlist(b);
	}
	return b;
}

static void let_go(struct block *b)
{
	struct block *beyond;

	b = spread(b, &beyond, true);
	if (beyond == end && between(b, end) >= MANY && pages_shrink(between(b, end) * UNIT)) {
		end = b;
		end->head = (struct head){ .used = 1, .left_used = 1 };
	} else {
		list(b, beyond);
	}
}

/* Of a stretch in no list: a block in use, so many units from its start. What is in
   front, and behind, is free. */
static struct block *carve(struct block *b, size_t front, size_t units, struct block *beyond)
{
	struct block *mine = plus(b, front), *rest = plus(mine, units);
	size_t left_used = b->head.left_used;

	if (between(rest, beyond) < LEAST)
		rest = beyond;
	if (front > 0)
		list(b, mine);
	mine->head = (struct head){ .used = 1, .left_used = front > 0 ? 0 : left_used,
		.units = between(mine, rest) };
	rest->head.left_used = 1;
	if (rest != beyond) {
		rest->head = (struct head){ .used = 1, .left_used = 1,
			.units = between(rest, beyond) };
		let_go(rest);
	}
	return mine;
}

static void drop_spare(void)
{
	if (spare != NULL)
		pages_unmap(foot(spare), (spare->head.units + 1) * UNIT);
	spare = NULL;
}

/* Moves the epilogue. */
static bool more(size_t units)
{
	drop_spare();
	if (pages_grow(units * UNIT) == NULL)
		return false;
	end = plus(end, units);
	end->head = (struct head){ .used = 1, .left_used = 1 };
	return true;
}

/* A stretch of at least so many units, in no list; or NULL. */
static struct block *stretch(size_t units, struct block **beyond)
{
	size_t class = heap_class(units * UNIT);
	struct block *b = first[class];

	if (begin == NULL)
		return NULL;
	for (int i = 1; b != NULL && b->head.units < units; i++)
		b = i < HEAP_TRIES ? b->next : NULL;
	while (b == NULL && ++class < HEAP_CLASSES)
		b = first[class];
	if (b != NULL) {
		unlist(b);
		*beyond = after(b);
		return b;
	}
	struct block *last = end->head.left_used ? end : plus(end, -(*foot(end) / UNIT));
	struct block *old = end;
	if (between(last, end) < units && !more(units - between(last, end)))
		return NULL;
	if (last != old)
		unlist(last);
	else
		last->head.left_used = 1;
	*beyond = end;
	return last;
}

static struct block *in_arena(size_t units)
{
	struct block *beyond, *b = stretch(units, &beyond);

	return b == NULL ? NULL : carve(b, 0, units, beyond);
}

static struct block *in_mapping(char *start, size_t units)
{
	if (start == NULL)
		return NULL;
	struct block *b = (struct block *)(void *)(start + sizeof(struct head));
	b->head = (struct head){ .used = 1, .left_used = 1, .mapped = 1, .units = units };
	return b;
}

static struct block *remapped(struct block *b, size_t units)
{
	return in_mapping(pages_remap(foot(b), (b->head.units + 1) * UNIT, (units + 1) * UNIT),
	                  units);
}

static size_t units_for(size_t size)
{
	if (size > PTRDIFF_MAX - 64)
		return 0;
	size_t units = (size + sizeof(struct head) + UNIT - 1) / UNIT;
	return units < LEAST ? LEAST : units;
}

static struct block *block_of(const void *payload)
{
	return (struct block *)(void *)((char *)(uintptr_t)payload - sizeof(struct head));
}

static void *payload_of(struct block *b)
{
	return b == NULL ? NULL : (char *)b + sizeof b->head;
}

static struct block *large(size_t units)
{
	struct block *b = spare;

	if (begin == NULL)
		return NULL;
	if (b != NULL && b->head.units / 3 <= units && (b = remapped(b, units)) != NULL)
		spare = NULL;
	else
		b = in_mapping(pages_map((units + 1) * UNIT), units);
	return b;
}

void *heap_alloc(size_t size)
{
	size_t units = units_for(size);
	struct block *b = NULL;

	if (units >= HEAP_LARGE / UNIT)
		b = large(units);
	if (units != 0 && b == NULL)
		b = in_arena(units);
	return payload_of(b);
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct block *b = block_of(payload);
	if (!b->head.mapped) {
		let_go(b);
		return;
	}
	drop_spare();
	spare = b;
	if (b->head.units > HEAP_SPARE / UNIT)
		drop_spare();
}

size_t heap_usable_size(const void *payload)
{
	return payload == NULL ? 0 : block_of(payload)->head.units * UNIT - sizeof(struct head);
}

void *heap_calloc(size_t count, size_t size)
{
	size_t bytes;

	if (!bytes_for(count, size, &bytes))
		return NULL;
	void *payload = heap_alloc(bytes);
	if (payload != NULL)
		memset(payload, 0, bytes);
	return payload;
}

/* Where it stands, in the arena. */
static bool resized(struct block *b, size_t units)
{
	struct block *right = after(b);
	struct block *beyond = right->head.used ? right : after(right);

	if (units > between(b, beyond)) {
		size_t missing = units - between(b, beyond);
		if (beyond != end || !more(missing))
			return false;
		beyond = end;
	}
	if (!right->head.used)
		unlist(right);
	carve(b, 0, units, beyond);
	return true;
}

void *heap_realloc(void *payload, size_t size)
{
	size_t units = units_for(size), had = heap_usable_size(payload);

	if (payload == NULL)
		return heap_alloc(size);
	if (units == 0)
		return NULL;
	struct block *b = block_of(payload), *moved;
	if (!b->head.mapped && resized(b, units))
		return payload;
	if (b->head.mapped && units >= HEAP_LARGE / UNIT && (moved = remapped(b, units)) != NULL)
		return payload_of(moved);
	void *copy = heap_alloc(size);
	if (copy == NULL)
		return size <= had ? payload : NULL;
	memcpy(copy, payload, size < had ? size : had);
	heap_free(payload);
	return copy;
}

void *heap_aligned_alloc(size_t alignment, size_t size)
{
	size_t units = units_for(size);
	struct block *beyond;

	if (alignment == 0 || (alignment & (alignment - 1)) != 0 || units == 0)
		return NULL;
	if (alignment <= UNIT)
		return heap_alloc(size);
	if (alignment / UNIT > PTRDIFF_MAX / UNIT - units - LEAST)
		return NULL;
	struct block *b = stretch(units + alignment / UNIT + LEAST, &beyond);
	if (b == NULL)
		return NULL;
	size_t front = (-(uintptr_t)payload_of(b) & (alignment - 1)) / UNIT;
	if (front == 1)
		front += alignment / UNIT;
	return payload_of(carve(b, front, units, beyond));
}

/* ---- looking ---- */

static bool sound(const struct block *b)
{
	return !b->head.mapped && !b->head.nothing && b->head.units >= LEAST
	       && b->head.units <= between(b, end);
}

static bool show(struct block *b, heap_visit *visit, void *context)
{
	size_t size = b->head.units * UNIT;
	struct heap_block seen = {
		.start = b, .size = size, .payload = payload_of(b),
		.payload_size = size - (b->head.used ? 1 : 2) * sizeof b->head,
		.in_use = b->head.used
	};

	return visit(&seen, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct block *b = begin; b != end; b = after(b))
		if (!sound(b) || !show(b, visit, context))
			return false;
	return true;
}

static bool is_free(const struct block *b, size_t class)
{
	uintptr_t place = (uintptr_t)b;

	return place >= (uintptr_t)begin && place < (uintptr_t)end && place % UNIT == 8
	       && sound(b) && !b->head.used && heap_class(b->head.units * UNIT) == class;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t i = 0; i < HEAP_CLASSES; i++)
		for (struct block *b = first[i], *from = NULL; b != NULL; from = b, b = b->next)
			if (!is_free(b, i) || b->prev != from || !show(b, visit, context))
				return false;
	return true;
}

static bool count(const struct heap_block *block, void *listed)
{
	(void)block;
	++*(size_t *)listed;
	return true;
}

const char *heap_check(void)
{
	size_t free = 0, bytes = 0, listed = 0;
	bool left_used = true;

	if (begin == NULL)
		return NULL;
	for (struct block *b = begin; b != end; b = after(b)) {
		if (!sound(b) || b->head.left_used != left_used)
			return "a header is wrong";
		if (!b->head.used && !left_used)
			return "two free blocks side by side";
		if (!b->head.used && *foot(after(b)) != b->head.units * UNIT)
			return "a footer is wrong";
		left_used = b->head.used;
		free += !left_used;
		bytes += left_used ? 0 : b->head.units * UNIT;
	}
	if (free != heap_info.free_blocks || bytes != heap_info.free_bytes)
		return "a count is wrong";
	if (!end->head.used || end->head.units != 0 || end->head.mapped || end->head.nothing
	    || end->head.left_used != left_used)
		return "the epilogue is wrong";
	if (!heap_walk_free(count, &listed) || listed != free)
		return "a list is wrong";
	return NULL;
}
