/*
 * Differs from the reference: no struct and no pointers into the heap. A block
 * is an offset from the arena's start, a header is copied in and out with
 * memcpy, and the epilogue is where the march ends because the arena does.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"

enum { WORD = sizeof(size_t), FIRST = WORD };

static unsigned char *arena;
static size_t length;                   /* bytes in use of the arena */

static size_t get(size_t at)
{
	size_t word;
	memcpy(&word, arena + at, sizeof word);
	return word;
}

static void put(size_t at, size_t word)
{
	memcpy(arena + at, &word, sizeof word);
}

bool heap_init(void)
{
	length = 0;
	arena = pages_grow(2 * WORD);
	if (!arena)
		return false;
	length = 2 * WORD;
	put(WORD, 1);
	return true;
}

void *heap_alloc(size_t size)
{
	if (size > SIZE_MAX / 2 || !arena)
		return NULL;
	size_t need = (size + WORD + 15) / 16 * 16, at = FIRST, word;
	while (at + WORD < length) {
		word = get(at);
		if (!(word & 1) && word >= need) {
			put(at, word | 1);
			return arena + at + WORD;
		}
		at += word / 16 * 16;
	}
	if (!pages_grow(need))
		return NULL;
	length += need;
	put(at, need | 1);
	put(at + need, 1);
	return arena + at + WORD;
}

void heap_free(void *payload)
{
	if (!payload)
		return;
	size_t at = (size_t)((unsigned char *)payload - arena) - WORD;
	put(at, get(at) / 2 * 2);
}

/* Size of the block at an offset, or 0 with the reason in *fault. */
static size_t sane(size_t at, const char **fault)
{
	size_t word = get(at);
	if (word % 16 > 1)
		*fault = "stray bits";
	else if (word / 16 == 0)
		*fault = "no size";
	else if (word / 16 * 16 > length - WORD - at)
		*fault = "too large";
	else
		return word / 16 * 16;
	return 0;
}

bool heap_walk(heap_visit *visit, void *context)
{
	const char *fault;
	size_t size;
	for (size_t at = FIRST; at + WORD < length; at += size) {
		if (!(size = sane(at, &fault)))
			return false;
		if (!visit(&(struct heap_block){ arena + at, size, arena + at + WORD,
		                                 size - WORD, get(at) & 1 }, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	const char *fault = NULL;
	size_t at = FIRST, size;
	while (arena && at + WORD < length) {
		if (!(size = sane(at, &fault)))
			return fault;
		at += size;
	}
	return arena && get(length - WORD) != 1 ? "bad epilogue" : NULL;
}
