/*
 * Differs from the reference: no struct and no pointers into the heap. A block
 * is an offset from the arena's start, words are copied in and out with
 * memcpy; and it asks the page source for 64 KiB more than it needs (for just
 * what it needs when that is refused), and keeps the rest as a free block.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"

enum { WORD = 8, FIRST = 8, RESERVE = 65536 };

static unsigned char *arena;
static size_t end;                      /* offset of the epilogue */

static size_t get(size_t at)
{
	size_t word;
	memcpy(&word, arena + at, WORD);
	return word;
}

static void put(size_t at, size_t word)
{
	memcpy(arena + at, &word, WORD);
}

static size_t size_at(size_t at)
{
	return get(at) >> 4 << 4;
}

static bool used(size_t at)
{
	return get(at) & 1;
}

static void form(size_t at, size_t size, size_t mark)
{
	put(at, size | mark);
	put(at + size - WORD, size | mark);
}

bool heap_init(void)
{
	arena = pages_grow(2 * WORD);
	end = FIRST;
	if (!arena)
		return false;
	put(0, 1);
	put(FIRST, 1);
	return true;
}

/* The offset of a free block that is large enough, or end. */
static size_t find(size_t need)
{
	size_t at = FIRST;

	while (at < end && (used(at) || size_at(at) < need))
		at += size_at(at);
	return at;
}

static size_t extend(size_t need)
{
	size_t at = used(end - WORD) ? end : end - size_at(end - WORD);
	size_t more = need - (end - at);

	if (more < SIZE_MAX - RESERVE && pages_grow(more + RESERVE))
		more += RESERVE;
	else if (!pages_grow(more))
		return SIZE_MAX;
	end += more;
	form(at, end - at, 0);
	put(end, 1);
	return at;
}

void *heap_alloc(size_t size)
{
	if (!arena || size > SIZE_MAX - 31)
		return NULL;
	size_t need = size <= 16 ? 32 : (size + 31) / 16 * 16;
	size_t at = find(need);
	if (at == end)
		at = extend(need);
	if (at == SIZE_MAX)
		return NULL;
	size_t whole = size_at(at);
	if (whole - need >= 32) {
		form(at + need, whole - need, 0);
		whole = need;
	}
	form(at, whole, 1);
	return arena + at + WORD;
}

void heap_free(void *payload)
{
	if (!payload)
		return;
	size_t from = (size_t)((unsigned char *)payload - arena) - WORD;
	size_t to = from + size_at(from);
	if (!used(to))
		to += size_at(to);
	if (!used(from - WORD))
		from -= size_at(from - WORD);
	form(from, to - from, 0);
}

static const char *fault(size_t at)
{
	if (get(at) & 14)
		return "a low bit is set";
	if (size_at(at) < 32 || size_at(at) > end - at)
		return "a size can't be true";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	if (!arena)
		return true;
	for (size_t at = FIRST; at < end; at += size_at(at)) {
		if (fault(at))
			return false;
		struct heap_block b = { arena + at, size_at(at), arena + at + WORD,
			size_at(at) - 16, used(at) };
		if (!visit(&b, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	size_t at = FIRST;

	if (!arena)
		return NULL;
	for (; at < end; at += size_at(at)) {
		if (fault(at))
			return fault(at);
		if (get(at) != get(at + size_at(at) - WORD))
			return "header and footer contradict each other";
		if (!used(at) && !used(at + size_at(at)))
			return "free blocks in a row";
	}
	return get(at) == 1 ? NULL : "the arena has lost its end";
}
