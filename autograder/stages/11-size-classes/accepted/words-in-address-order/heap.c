/*
 * Differs from the reference: a block is the number of its header's word in the
 * arena, and what heap.h wants as addresses is translated on the way in and out.
 * Below 256 each size is a class; from there on eight in each doubling. A list is
 * in the order of addresses as far as HEAP_TRIES reach, so mostly the block nearest
 * to the arena's start is taken. The map is an array
 * of bytes; whether a byte has a bit from some place on stands in a table.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"

typedef size_t place;                   /* of a word; 0 is the pad: nowhere */

static size_t *word;                    /* the arena as an array of words */
static place end;
static place list[HEAP_CLASSES];
static unsigned char map[HEAP_CLASSES / 8];

enum { FIRST = 1, FLAGS = 15 };

static size_t words(place b)
{
	return word[b] / 16 * 2;
}

static bool busy(place b)
{
	return word[b] % 2 == 1;
}

static place get(place at)
{
	return word[at] == 0 ? 0 : (size_t)((size_t *)word[at] - word);
}

static void set(place at, place b)
{
	word[at] = b == 0 ? 0 : (uintptr_t)&word[b];
}

/* Halves the size until it is below 256, and counts eight classes for each time. */
size_t heap_class(size_t size)
{
	size_t class = 0;

	for (; size >= 256 && class < 112; class += 8)
		size /= 2;
	return size < 256 ? class + size / 16 : HEAP_CLASSES - 1;
}

bool heap_init(void)
{
	memset(list, 0, sizeof list);
	memset(map, 0, sizeof map);
	end = 0;
	word = pages_grow(16);
	if (word == NULL)
		return false;
	end = FIRST;
	word[end] = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return true;
}

static void insert(place b)
{
	size_t class = heap_class(words(b) * 8);
	place before = 0, behind = list[class];

	for (int tries = 0; tries < HEAP_TRIES && behind != 0 && behind < b; tries++) {
		before = behind;
		behind = get(behind + 1);
	}
	set(b + 1, behind);
	set(b + 2, before);
	if (behind != 0)
		set(behind + 2, b);
	if (before != 0)
		set(before + 1, b);
	else
		list[class] = b;
	map[class / 8] |= (unsigned char)(1u << class % 8);
}

static void extract(place b)
{
	size_t class = heap_class(words(b) * 8);
	place behind = get(b + 1), before = get(b + 2);

	if (behind != 0)
		set(behind + 2, before);
	if (before != 0)
		set(before + 1, behind);
	else
		list[class] = behind;
	if (list[class] == 0)
		map[class / 8] &= (unsigned char)~(1u << class % 8);
}

/* The number of the lowest bit of a byte that has one. */
static size_t lowest(unsigned byte)
{
	static const unsigned char of_four[16] = { 0, 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0 };

	return (byte & 15) != 0 ? of_four[byte & 15] : 4u + of_four[byte >> 4];
}

static place higher(size_t class)
{
	if (class >= HEAP_CLASSES)
		return 0;
	unsigned byte = map[class / 8] & 0xffu << class % 8;
	size_t i = class / 8;
	while (byte == 0 && ++i < HEAP_CLASSES / 8)
		byte = map[i];
	return byte == 0 ? 0 : list[8 * i + lowest(byte)];
}

static place fit(size_t need)
{
	size_t class = heap_class(need * 8);
	place b = list[class];

	for (int tries = 1; b != 0 && words(b) < need; tries++)
		b = tries < HEAP_TRIES ? get(b + 1) : 0;
	return b != 0 ? b : higher(class + 1);
}

/* Between neighbours in use. */
static void release(place b, size_t size)
{
	word[b] = size * 8 | HEAP_LEFT_IN_USE;
	word[b + size - 1] = size * 8;
	word[b + size] &= ~HEAP_LEFT_IN_USE;
	insert(b);
}

static place extend(size_t need)
{
	place b = end;

	if (word == NULL)
		return 0;
	if ((word[end] & HEAP_LEFT_IN_USE) == 0)
		b -= word[end - 1] / 8;
	if (end - b < need && pages_grow((need - (end - b)) * 8) == NULL)
		return 0;
	if (b != end)
		extract(b);
	if (end - b >= need)
		return b;
	word[b] = need * 8 | HEAP_LEFT_IN_USE;
	end = b + need;
	word[end] = HEAP_IN_USE;
	return b;
}

void *heap_alloc(size_t size)
{
	if (size >= (size_t)1 << 60)
		return NULL;
	size_t need = (size + 23) / 16 * 2;
	if (need < 4)
		need = 4;
	place b = fit(need);
	if (b != 0)
		extract(b);
	else
		b = extend(need);
	if (b == 0)
		return NULL;
	size_t whole = words(b);
	if (whole >= need + 4) {
		word[b] = need * 8 | HEAP_LEFT_IN_USE | HEAP_IN_USE;
		release(b + need, whole - need);
	} else {
		word[b] |= HEAP_IN_USE;
		word[b + whole] |= HEAP_LEFT_IN_USE;
	}
	return &word[b + 1];
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	place b = (size_t)((size_t *)payload - word) - 1, right = b + words(b);
	size_t size = words(b);
	if (!busy(right)) {
		size += words(right);
		extract(right);
	}
	if ((word[b] & HEAP_LEFT_IN_USE) == 0) {
		size_t left = word[b - 1] / 8;
		b -= left;
		size += left;
		extract(b);
	}
	release(b, size);
}

static const char *wrong(place b)
{
	if ((word[b] & 12) != 0)
		return "a bit without meaning is set";
	if (words(b) < 4)
		return "a block of less than four words";
	if (words(b) > end - b)
		return "a block that ends behind the end";
	return NULL;
}

static bool show(place b, heap_visit *visit, void *context)
{
	struct heap_block block;

	block.start = &word[b];
	block.size = words(b) * 8;
	block.payload = &word[b + 1];
	block.in_use = busy(b);
	block.payload_size = block.size - (block.in_use ? 8 : 16);
	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (place b = FIRST; word != NULL && b != end; b += words(b))
		if (wrong(b) != NULL || !show(b, visit, context))
			return false;
	return true;
}

/* Where a link leads: a free block of that class, 0 for the list's end, or SIZE_MAX
   if there is none. Reads nothing that is not a word of the arena. */
static place follow(size_t link, size_t class)
{
	place b = (link - (uintptr_t)word) / 8;

	if (link == 0)
		return 0;
	if (link < (uintptr_t)word || link % 16 != 8 || b >= end)
		return SIZE_MAX;
	if (wrong(b) != NULL || busy(b) || heap_class(words(b) * 8) != class)
		return SIZE_MAX;
	return b;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	if (word == NULL)
		return true;
	for (size_t class = 0; class < HEAP_CLASSES; class++) {
		place before = 0, b = list[class];
		if (b != 0)
			b = follow((uintptr_t)&word[b], class);
		while (b != 0) {
			if (b == SIZE_MAX || follow(word[b + 2], class) != before)
				return false;
			if (!show(b, visit, context))
				return false;
			before = b;
			b = follow(word[b + 1], class);
		}
	}
	return true;
}

static bool minus_one(const struct heap_block *block, void *context)
{
	--((size_t *)context)[heap_class(block->size)];
	return true;
}

const char *heap_check(void)
{
	size_t left[HEAP_CLASSES] = { 0 };
	bool busy_left = true;

	if (word == NULL)
		return NULL;
	for (place b = FIRST; b != end; b += words(b)) {
		if (wrong(b) != NULL)
			return wrong(b);
		if (((word[b] & HEAP_LEFT_IN_USE) != 0) != busy_left)
			return "what a header says of the left is not true";
		if (!busy(b) && !busy_left)
			return "a free block follows a free block";
		busy_left = busy(b);
		if (busy(b))
			continue;
		left[heap_class(words(b) * 8)]++;
		if (word[b + words(b) - 1] != words(b) * 8)
			return "a footer is not the size";
	}
	if (word[end] != (busy_left ? HEAP_IN_USE | HEAP_LEFT_IN_USE : HEAP_IN_USE))
		return "no epilogue at the end";
	if (!heap_walk_free(minus_one, left))
		return "a list is out of order";
	for (size_t class = 0; class < HEAP_CLASSES; class++) {
		if (left[class] != 0)
			return "a list lacks a block";
		if ((map[class / 8] >> class % 8 & 1) != (list[class] != 0))
			return "a bit of the map is wrong";
	}
	return NULL;
}
