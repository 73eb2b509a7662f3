/*
 * Differs from the reference: inside the heap a block is an offset from the
 * arena's start, and words are copied in and out with memcpy. A queue: what is
 * freed first is looked at first, and the first fit is taken. New memory comes
 * with a reserve of 64 KiB (without one when that is refused). An offset of 0,
 * where the pad is, ends the list; in the arena that is NULL.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"

enum { WORD = 8, FIRST = 8, NEXT = 8, PREV = 16, RESERVE = 65536 };

static unsigned char *arena;
static size_t end;                      /* offset of the epilogue        */
static size_t oldest, youngest;         /* the queue's ends; 0: empty    */

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

/* A link as an offset; whatever is no place for a block gives SIZE_MAX. */
static size_t get_link(size_t at)
{
	uintptr_t address;

	memcpy(&address, arena + at, sizeof address);
	if (address == 0)
		return 0;
	address -= (uintptr_t)arena;
	return address >= FIRST && address < end && address % 16 == 8 ? address : SIZE_MAX;
}

static void put_link(size_t at, size_t to)
{
	void *address = to == 0 ? NULL : arena + to;
	memcpy(arena + at, &address, sizeof address);
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

static void enqueue(size_t at)
{
	put_link(at + NEXT, 0);
	put_link(at + PREV, youngest);
	if (youngest != 0)
		put_link(youngest + NEXT, at);
	else
		oldest = at;
	youngest = at;
}

static void dequeue(size_t at)
{
	size_t next = get_link(at + NEXT), prev = get_link(at + PREV);

	if (next != 0)
		put_link(next + PREV, prev);
	else
		youngest = prev;
	if (prev != 0)
		put_link(prev + NEXT, next);
	else
		oldest = next;
}

bool heap_init(void)
{
	oldest = youngest = 0;
	arena = pages_grow(2 * WORD);
	end = FIRST;
	if (!arena)
		return false;
	put(0, 1);
	put(FIRST, 1);
	return true;
}

/* From and to are offsets. */
static size_t release(size_t from, size_t to)
{
	if (!used(to)) {
		dequeue(to);
		to += size_at(to);
	}
	if (!used(from - WORD)) {
		from -= size_at(from - WORD);
		dequeue(from);
	}
	form(from, to - from, 0);
	enqueue(from);
	return from;
}

static size_t extend(size_t need)
{
	size_t fresh = end, more = need;

	if (!used(end - WORD))
		more -= size_at(end - WORD);
	if (more < SIZE_MAX - RESERVE && pages_grow(more + RESERVE))
		more += RESERVE;
	else if (!pages_grow(more))
		return 0;
	end += more;
	put(end, 1);
	return release(fresh, end);
}

void *heap_alloc(size_t size)
{
	if (!arena || size > SIZE_MAX - 31)
		return NULL;
	size_t need = size <= 16 ? 32 : (size + 31) / 16 * 16;
	size_t at = oldest;
	while (at != 0 && size_at(at) < need)
		at = get_link(at + NEXT);
	if (at == 0)
		at = extend(need);
	if (at == 0)
		return NULL;
	size_t whole = size_at(at);
	dequeue(at);
	if (whole - need >= HEAP_SMALLEST) {
		form(at + need, whole - need, 0);
		enqueue(at + need);
		whole = need;
	}
	form(at, whole, 1);
	return arena + at + WORD;
}

void heap_free(void *payload)
{
	if (!payload)
		return;
	size_t at = (size_t)((unsigned char *)payload - arena) - WORD;
	release(at, at + size_at(at));
}

static const char *fault(size_t at)
{
	if (get(at) & 14)
		return "a low bit is set";
	if (size_at(at) < HEAP_SMALLEST || size_at(at) > end - at)
		return "a size can't be true";
	return NULL;
}

static bool show(size_t at, heap_visit *visit, void *context)
{
	struct heap_block b = { arena + at, size_at(at), arena + at + WORD,
		size_at(at) - 16, used(at) };

	return visit(&b, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (size_t at = FIRST; arena && at < end; at += size_at(at))
		if (fault(at) || !show(at, visit, context))
			return false;
	return true;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	size_t prev = 0;

	if (!arena)
		return true;
	for (size_t at = oldest; at != 0; prev = at, at = get_link(at + NEXT)) {
		if (at == SIZE_MAX || fault(at) || used(at))
			return false;
		if (get(at + size_at(at) - WORD) != get(at) || get_link(at + PREV) != prev)
			return false;
		if (!show(at, visit, context))
			return false;
	}
	return prev == youngest;
}

static bool count(const struct heap_block *block, void *context)
{
	(void)block;
	++*(unsigned *)context;
	return true;
}

const char *heap_check(void)
{
	unsigned row = 0, list = 0;
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
		row += !used(at);
	}
	if (get(at) != 1)
		return "the arena has lost its end";
	if (!heap_walk_free(count, &list))
		return "the queue is broken";
	return row == list ? NULL : "somebody is missing in the queue";
}
