/*
 * Differs from the reference: joins neighbouring free blocks, lazily, when the
 * search for a fit passes them; and if the last block is free, it asks the
 * page source only for what is missing.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

typedef unsigned char byte;

static byte *first, *last;              /* first header, epilogue */

static size_t *word_at(byte *block)
{
	return (size_t *)(void *)block;
}

static size_t size_of(byte *block)
{
	return *word_at(block) >> 4 << 4;
}

static bool taken(byte *block)
{
	return *word_at(block) & HEAP_IN_USE;
}

bool heap_init(void)
{
	byte *pad = pages_grow(16);

	first = last = pad ? pad + sizeof(size_t) : NULL;
	if (pad)
		*word_at(last) = HEAP_IN_USE;
	return pad != NULL;
}

/* Joins the free blocks that follow this free one. */
static void join(byte *block)
{
	byte *next;

	while ((next = block + size_of(block)) != last && !taken(next))
		*word_at(block) = size_of(block) + size_of(next);
}

/* Makes the free block at the end larger, or a new one. */
static bool lengthen(byte *tail, size_t need)
{
	size_t have = tail == last ? 0 : size_of(tail);

	if (!pages_grow(need - have))
		return false;
	*word_at(tail) = need;
	last = tail + need;
	*word_at(last) = HEAP_IN_USE;
	return true;
}

void *heap_alloc(size_t size)
{
	size_t need = 0;
	byte *block = first, *tail = last;

	if (!first || size > SIZE_MAX - 16 || !align_up(size + 8, 16, &need))
		return NULL;
	for (; block != last; block += size_of(block)) {
		if (taken(block))
			continue;
		join(block);
		if (size_of(block) >= need)
			break;
		if (block + size_of(block) == last)
			tail = block;
	}
	if (block == last) {
		if (!lengthen(tail, need))
			return NULL;
		block = tail;
	}
	*word_at(block) |= HEAP_IN_USE;
	return block + sizeof(size_t);
}

void heap_free(void *payload)
{
	if (payload) {
		byte *block = (byte *)payload - sizeof(size_t);
		*word_at(block) ^= HEAP_IN_USE;
	}
}

bool heap_walk(heap_visit *visit, void *context)
{
	byte *at = first;

	for (; at != last; at += size_of(at)) {
		size_t word = *word_at(at);
		if (word % 16 > 1 || word < 16 || word - word % 16 > (size_t)(last - at))
			return false;
		struct heap_block b = { at, size_of(at), at + 8, size_of(at) - 8, taken(at) };
		if (!visit(&b, context))
			return false;
	}
	return true;
}

static bool nod(const struct heap_block *block, void *context)
{
	(void)block;
	(void)context;
	return true;
}

const char *heap_check(void)
{
	if (!first)
		return NULL;
	if (!heap_walk(nod, NULL))
		return "a header on the way is damaged";
	return *word_at(last) == HEAP_IN_USE ? NULL : "the epilogue is damaged";
}
