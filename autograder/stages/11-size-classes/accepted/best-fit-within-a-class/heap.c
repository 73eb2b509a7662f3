/*
 * Differs from the reference: two levels of bits, as in TLSF: one word tells which
 * doublings have a block, and a byte for each doubling which of its eight parts.
 * A list is sorted by size, the smallest first, as far as HEAP_TRIES reach; so the
 * first block that fits is the best of those that are looked at. What is in the
 * arena is read and written through memcpy.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"

enum { ROWS = 16, PARTS = 8, LINEAR = 128 };

static unsigned rows;                   /* bit i: row i has a block      */
static unsigned char parts[ROWS];       /* bit k: and it is in list i, k */
static char *heads[ROWS * PARTS];
static char *start, *stop;

static size_t load(const char *at)
{
	size_t word;
	memcpy(&word, at, sizeof word);
	return word;
}

static void store(char *at, size_t word)
{
	memcpy(at, &word, sizeof word);
}

static char *link_at(const char *at)
{
	char *link;
	memcpy(&link, at, sizeof link);
	return link;
}

static void set_link(char *at, char *link)
{
	memcpy(at, &link, sizeof link);
}

enum { NEXT = 8, PREV = 16 };

static size_t size_at(const char *b)
{
	return load(b) & ~(size_t)15;
}

static bool flag(const char *b, size_t which)
{
	return (load(b) & which) != 0;
}

/* Row 0 counts in steps of 16 up to 127; each row behind it is a doubling. */
size_t heap_class(size_t size)
{
	if (size < LINEAR)
		return size / 16;
	size_t doubling = 63 - (size_t)__builtin_clzl(size);
	size_t row = doubling - 6;
	if (row >= ROWS)
		return ROWS * PARTS - 1;
	return row * PARTS + (size >> (doubling - 3)) % PARTS;
}

bool heap_init(void)
{
	rows = 0;
	memset(parts, 0, sizeof parts);
	for (size_t i = 0; i < ROWS * PARTS; i++)
		heads[i] = NULL;
	start = stop = NULL;
	char *arena = pages_grow(16);
	if (!arena)
		return false;
	start = stop = arena + 8;
	store(stop, HEAP_IN_USE | HEAP_LEFT_IN_USE);
	return true;
}

static void put_in(char *b)
{
	size_t size = size_at(b), class = heap_class(size);
	char *prev = NULL, *next = heads[class];

	for (int i = 0; next && i < HEAP_TRIES && size_at(next) < size; i++) {
		prev = next;
		next = link_at(next + NEXT);
	}
	set_link(b + NEXT, next);
	set_link(b + PREV, prev);
	if (next)
		set_link(next + PREV, b);
	if (prev)
		set_link(prev + NEXT, b);
	else
		heads[class] = b;
	parts[class / PARTS] |= (unsigned char)(1 << class % PARTS);
	rows |= 1u << class / PARTS;
}

static void take_out(char *b)
{
	size_t class = heap_class(size_at(b));
	char *next = link_at(b + NEXT), *prev = link_at(b + PREV);

	if (next)
		set_link(next + PREV, prev);
	if (prev) {
		set_link(prev + NEXT, next);
		return;
	}
	heads[class] = next;
	if (next)
		return;
	parts[class / PARTS] &= (unsigned char)~(1 << class % PARTS);
	if (!parts[class / PARTS])
		rows &= ~(1u << class / PARTS);
}

static char *above(size_t class)
{
	size_t row = class / PARTS;
	unsigned here = parts[row] & 0xfeu << class % PARTS;

	if (!here) {
		unsigned higher = rows & ~1u << row;
		if (!higher)
			return NULL;
		row = (size_t)__builtin_ffs((int)higher) - 1;
		here = parts[row];
	}
	return heads[row * PARTS + (size_t)__builtin_ffs((int)here) - 1];
}

static char *choose(size_t size)
{
	size_t class = heap_class(size);
	char *b = heads[class];

	for (int i = 0; b && i < HEAP_TRIES; i++) {
		if (size_at(b) >= size)
			return b;
		b = link_at(b + NEXT);
	}
	return above(class);
}

static void become_free(char *b, size_t size)
{
	store(b, size | HEAP_LEFT_IN_USE);
	store(b + size - 8, size);
	store(b + size, load(b + size) & ~HEAP_LEFT_IN_USE);
	put_in(b);
}

static char *at_the_end(size_t size)
{
	char *b = stop;

	if (!stop)
		return NULL;
	if (!flag(stop, HEAP_LEFT_IN_USE))
		b -= load(stop - 8);
	bool enough = (size_t)(stop - b) >= size;
	if (!enough && !pages_grow(size - (size_t)(stop - b)))
		return NULL;
	if (b != stop)
		take_out(b);
	if (enough)
		return b;
	store(b, size | HEAP_LEFT_IN_USE);
	stop = b + size;
	store(stop, HEAP_IN_USE);
	return b;
}

void *heap_alloc(size_t size)
{
	size_t need = size + 23;

	if (need < size || need > SIZE_MAX / 2)
		return NULL;
	need = need < 32 ? 32 : need & ~(size_t)15;
	char *b = choose(need);
	if (b)
		take_out(b);
	else
		b = at_the_end(need);
	if (!b)
		return NULL;
	size_t whole = size_at(b);
	if (whole < need + 32) {
		store(b, load(b) | HEAP_IN_USE);
		store(b + whole, load(b + whole) | HEAP_LEFT_IN_USE);
	} else {
		store(b, need | HEAP_IN_USE | HEAP_LEFT_IN_USE);
		become_free(b + need, whole - need);
	}
	return b + 8;
}

void heap_free(void *payload)
{
	if (!payload)
		return;
	char *b = (char *)payload - 8, *end = b + size_at(b);
	if (!flag(end, HEAP_IN_USE)) {
		take_out(end);
		end += size_at(end);
	}
	if (!flag(b, HEAP_LEFT_IN_USE)) {
		b -= load(b - 8);
		take_out(b);
	}
	become_free(b, (size_t)(end - b));
}

static const char *header_fault(const char *b)
{
	if (load(b) & 12)
		return "bits 2 and 3 of a header are not 0";
	if (size_at(b) < HEAP_SMALLEST || size_at(b) > (size_t)(stop - b))
		return "the size in a header can't be";
	return NULL;
}

static bool show(char *b, heap_visit *visit, void *context)
{
	struct heap_block block = { b, size_at(b), b + 8, 0, flag(b, HEAP_IN_USE) };

	block.payload_size = block.size - (block.in_use ? 8 : 16);
	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (char *b = start; b != stop; b += size_at(b))
		if (header_fault(b) || !show(b, visit, context))
			return false;
	return true;
}

static bool is_free_of(const char *b, size_t class)
{
	uintptr_t at = (uintptr_t)b, lo = (uintptr_t)start, hi = (uintptr_t)stop;

	return at >= lo && at < hi && (at - lo) % 16 == 0 && !header_fault(b)
	       && !flag(b, HEAP_IN_USE) && heap_class(size_at(b)) == class;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t class = 0; class < ROWS * PARTS; class++) {
		char *b = heads[class];
		const char *prev = NULL;
		while (b) {
			if (!is_free_of(b, class) || link_at(b + PREV) != prev || !show(b, visit, context))
				return false;
			prev = b;
			b = link_at(b + NEXT);
		}
	}
	return true;
}

static bool one_more(const struct heap_block *block, void *context)
{
	(void)block;
	++*(unsigned long *)context;
	return true;
}

static const char *bits_fault(void)
{
	for (size_t class = 0; class < ROWS * PARTS; class++)
		if ((parts[class / PARTS] >> class % PARTS & 1) != (heads[class] != NULL))
			return "a bit of the second level is wrong";
	for (size_t row = 0; row < ROWS; row++)
		if ((rows >> row & 1) != (parts[row] != 0))
			return "a bit of the first level is wrong";
	return NULL;
}

const char *heap_check(void)
{
	unsigned long by_rows = 0, by_lists = 0;
	bool left = true;

	if (!start)
		return NULL;
	for (char *b = start; b != stop; b += size_at(b)) {
		if (header_fault(b))
			return header_fault(b);
		if (flag(b, HEAP_LEFT_IN_USE) != left)
			return "a header does not know its left neighbour";
		if (flag(b, HEAP_IN_USE)) {
			left = true;
			continue;
		}
		if (!left)
			return "free neighbours";
		left = false;
		by_rows++;
		if (load(b + size_at(b) - 8) != size_at(b))
			return "footer and header differ";
	}
	if (load(stop) != (left ? HEAP_IN_USE | HEAP_LEFT_IN_USE : HEAP_IN_USE))
		return "the epilogue is damaged";
	if (!heap_walk_free(one_more, &by_lists))
		return "a list is damaged";
	return by_rows == by_lists ? bits_fault() : "a free block was lost";
}
