/*
 * Differs from the reference: next fit. The search goes on where the last one
 * ended and comes round once; when that block is merged away, the pointer moves
 * to the block that swallowed it. The heap begins with a prologue, a block of
 * 16 bytes that is always in use (as in CS:APP 9.9), so its pad has 24 bytes.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"

typedef unsigned char byte;

static byte *begin, *end;               /* payloads: of the first block, and where the next would be */
static byte *rover;                     /* payload of a block, or end    */

#define WORD(p)   (*(size_t *)(void *)(p))
#define HEAD(p)   ((p) - 8)
#define SIZE(p)   (WORD(HEAD(p)) & ~(size_t)15)
#define FREE(p)   (!(WORD(HEAD(p)) & HEAP_IN_USE))
#define NEXT(p)   ((p) + SIZE(p))
#define FOOT(p)   (NEXT(p) - 16)
#define BEFORE(p) ((p) - (WORD((p) - 16) & ~(size_t)15))

static void put(byte *p, size_t word)
{
	WORD(HEAD(p)) = word;
	WORD(FOOT(p)) = word;
}

bool heap_init(void)
{
	byte *arena = pages_grow(32);

	begin = end = rover = NULL;
	if (arena == NULL)
		return false;
	WORD(arena + 8) = WORD(arena + 16) = 16 | HEAP_IN_USE;
	begin = end = rover = arena + 32;
	WORD(HEAD(end)) = HEAP_IN_USE;
	return true;
}

static byte *absorb(byte *p)
{
	byte *low = FREE(BEFORE(p)) ? BEFORE(p) : p;
	byte *high = FREE(NEXT(p)) ? NEXT(NEXT(p)) : NEXT(p);

	put(low, (size_t)(high - low));
	if (rover > low && rover < high)
		rover = low;
	return low;
}

static byte *search(byte *from, const byte *to, size_t need)
{
	while (from != to) {
		if (FREE(from) && SIZE(from) >= need)
			return from;
		from = NEXT(from);
	}
	return NULL;
}

static byte *more(size_t need)
{
	byte *fresh = end;

	if (end == NULL)
		return NULL;
	if (FREE(BEFORE(end)))
		need -= SIZE(BEFORE(end));
	if (pages_grow(need) == NULL)
		return NULL;
	put(fresh, need);
	end = NEXT(fresh);
	WORD(HEAD(end)) = HEAP_IN_USE;
	return absorb(fresh);
}

void *heap_alloc(size_t size)
{
	if (size > SIZE_MAX - 31)
		return NULL;
	size_t need = size < 16 ? 32 : (size + 31) / 16 * 16;
	byte *p = search(rover, end, need);

	if (p == NULL)
		p = search(begin, rover, need);
	if (p == NULL)
		p = more(need);
	if (p == NULL)
		return NULL;
	size_t rest = SIZE(p) - need;
	if (rest < HEAP_SMALLEST)
		need += rest;
	put(p, need | HEAP_IN_USE);
	if (rest >= HEAP_SMALLEST)
		put(NEXT(p), rest);
	rover = NEXT(p);
	return p;
}

void heap_free(void *payload)
{
	byte *p = payload;

	if (p == NULL)
		return;
	put(p, SIZE(p));
	absorb(p);
}

/* A header, and the bytes from its block to the end. */
static const char *wrong(size_t word, ptrdiff_t left)
{
	if (word & 14)
		return "one of the bits 1 to 3 is set";
	if (word < HEAP_SMALLEST)
		return "a block is too small";
	if (word / 16 * 16 > (size_t)left)
		return "a block is too large for the arena";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (byte *p = begin; p != end; p = NEXT(p)) {
		struct heap_block block;

		if (wrong(WORD(HEAD(p)), end - p) != NULL)
			return false;
		block = (struct heap_block){ HEAD(p), SIZE(p), p, SIZE(p) - 16, !FREE(p) };
		if (!visit(&block, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	if (begin == NULL)
		return NULL;
	if (WORD(begin - 24) != 17 || WORD(begin - 16) != 17)
		return "the prologue was overwritten";
	for (byte *p = begin; p != end; p = NEXT(p)) {
		const char *problem = wrong(WORD(HEAD(p)), end - p);
		if (problem != NULL)
			return problem;
		if (WORD(FOOT(p)) != WORD(HEAD(p)))
			return "header and footer differ";
		if (FREE(p) && FREE(NEXT(p)))
			return "a free block has a free neighbour";
	}
	return WORD(HEAD(end)) == 1 ? NULL : "no epilogue";
}
