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

/* student: begin
 * // Your turn. Small helpers of your own belong here; the reference has two:
 * // one that buys what is missing, and one that moves `used` up, if it can.
 */
/* Buys a chunk or, when there is none, just what is missing. */
static bool buy(size_t missing)
{
	size_t bytes;

	if ((!align_up(missing, ARENA_CHUNK, &bytes) || pages_grow(bytes) == NULL)
	    && (!align_up(missing, 16, &bytes) || pages_grow(bytes) == NULL))
		return false;
	arena.size += bytes;
	return true;
}

/* Moves the end of what is in use up to that byte; false, and no change, when
   there is no room. */
static bool move_up(size_t used)
{
	if (used > arena.size && !buy(used - arena.size))
		return false;
	arena.used = used;
	if (arena.peak < used)
		arena.peak = used;
	return true;
}
/* student: end */

void *arena_alloc(size_t size, size_t alignment)
{
	/* student: begin
	 * // Your turn: where does the block begin, where does it end, and has
	 * // that much been bought? Align the address, not the number of bytes.
	 * (void)size;
	 * (void)alignment;
	 * return NULL;
	 */
	uintptr_t next = (uintptr_t)arena.base + arena.used;
	size_t start;

	if (arena.base == NULL || !align_up(next, alignment, &start))
		return NULL;
	size_t offset = arena.used + (start - next);
	if (size > SIZE_MAX - offset || !move_up(offset + size))
		return NULL;
	return arena.base + offset;
	/* student: end */
}

void *arena_array(size_t count, size_t size, size_t alignment)
{
	/* student: begin
	 * // Your turn: bytes_for knows whether there is such a number of bytes.
	 * (void)count;
	 * (void)size;
	 * (void)alignment;
	 * return NULL;
	 */
	size_t bytes;

	return bytes_for(count, size, &bytes) ? arena_alloc(bytes, alignment) : NULL;
	/* student: end */
}

bool arena_extend(void *block, size_t size, size_t more)
{
	/* student: begin
	 * // Your turn: which block may grow, and what has to be asked first?
	 * (void)block;
	 * (void)size;
	 * (void)more;
	 * return false;
	 */
	if ((unsigned char *)block + size != arena.base + arena.used)
		return false;
	return more <= SIZE_MAX - arena.used && move_up(arena.used + more);
	/* student: end */
}

struct arena_mark arena_mark(void)
{
	/* student: begin
	 * // Your turn.
	 * return (struct arena_mark){ .used = 0 };
	 */
	return (struct arena_mark){ .used = arena.used };
	/* student: end */
}

bool arena_release(struct arena_mark mark)
{
	/* student: begin
	 * // Your turn: which marks can't be good any more?
	 * (void)mark;
	 * return false;
	 */
	if (mark.used > arena.used)
		return false;
	arena.used = mark.used;
	return true;
	/* student: end */
}

void arena_reset(void)
{
	/* student: begin
	 * // Your turn. What stays?
	 */
	arena.used = 0;
	/* student: end */
}

size_t arena_trim(void)
{
	/* student: begin
	 * // Your turn: how much is spare, and what if pages_shrink says no?
	 * return 0;
	 */
	size_t spare = (arena.size - arena.used) / 16 * 16;

	if (spare == 0 || !pages_shrink(spare))
		return 0;
	arena.size -= spare;
	return spare;
	/* student: end */
}

size_t arena_used(void)
{
	/* student: begin
	 * // Your turn.
	 * return 0;
	 */
	return arena.used;
	/* student: end */
}

size_t arena_peak(void)
{
	/* student: begin
	 * // Your turn.
	 * return 0;
	 */
	return arena.peak;
	/* student: end */
}
