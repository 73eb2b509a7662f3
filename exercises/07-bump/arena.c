/*
 * arena.c - blocks one behind the other, and one number that says how many
 * bytes are in use.
 *
 *     arena.base      arena.base + arena.used       arena.base + arena.size
 *     |               |                                                   |
 *     | in use        | bought                                            |
 *
 * To allocate is to move that number up, to release is to move it back.
 * arena.h tells what is promised; pages.h where the memory comes from.
 */
#include "arena.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

/* base is NULL until arena_init has succeeded. used <= size, used <= peak. */
static struct {
	unsigned char *base;
	size_t used;            /* bytes in use, padding included        */
	size_t size;            /* bytes bought                          */
	size_t peak;            /* the largest `used` since arena_init   */
} arena;

bool arena_init(void)
{
	arena.used = arena.size = arena.peak = 0;
	arena.base = pages_grow(ARENA_CHUNK);
	if (arena.base == NULL)
		return false;
	arena.size = ARENA_CHUNK;
	return true;
}

// Your turn. Small helpers of your own belong here; the reference has two:
// one that buys what is missing, and one that moves `used` up, if it can.

void *arena_alloc(size_t size, size_t alignment)
{
	// Your turn: where does the block begin, where does it end, and has
	// that much been bought? Align the address, not the number of bytes.
	(void)size;
	(void)alignment;
	return NULL;
}

void *arena_array(size_t count, size_t size, size_t alignment)
{
	// Your turn: bytes_for knows whether there is such a number of bytes.
	(void)count;
	(void)size;
	(void)alignment;
	return NULL;
}

bool arena_extend(void *block, size_t size, size_t more)
{
	// Your turn: which block may grow, and what has to be asked first?
	(void)block;
	(void)size;
	(void)more;
	return false;
}

struct arena_mark arena_mark(void)
{
	// Your turn.
	return (struct arena_mark){ .used = 0 };
}

bool arena_release(struct arena_mark mark)
{
	// Your turn: which marks can't be good any more?
	(void)mark;
	return false;
}

void arena_reset(void)
{
	// Your turn. What stays?
}

size_t arena_trim(void)
{
	// Your turn: how much is spare, and what if pages_shrink says no?
	return 0;
}

size_t arena_used(void)
{
	// Your turn.
	return 0;
}

size_t arena_peak(void)
{
	// Your turn.
	return 0;
}
