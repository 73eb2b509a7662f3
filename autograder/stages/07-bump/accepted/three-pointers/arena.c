/*
 * Differs from the reference: keeps addresses instead of numbers. Where the
 * arena began, where the next block goes, where the bought bytes end, and the
 * furthest that was ever in use. The padding is taken from the low bits of the
 * negated address.
 */
#include "arena.h"

#include <stdint.h>

#include "pages.h"

static char *start, *next, *end, *furthest;

bool arena_init(void)
{
	start = pages_grow(ARENA_CHUNK);
	next = furthest = start;
	end = start == NULL ? NULL : start + ARENA_CHUNK;
	return start != NULL;
}

static bool room_for(size_t bytes)
{
	size_t room = (size_t)(end - next);

	if (bytes <= room)
		return true;
	size_t missing = bytes - room;
	if (missing > SIZE_MAX - ARENA_CHUNK)
		return false;
	size_t chunk = missing + -missing % ARENA_CHUNK;
	size_t least = missing + -missing % 16;
	if (pages_grow(chunk) != NULL)
		end += chunk;
	else if (least != chunk && pages_grow(least) != NULL)
		end += least;
	else
		return false;
	return true;
}

static void move(size_t bytes)
{
	next += bytes;
	if (next > furthest)
		furthest = next;
}

void *arena_alloc(size_t size, size_t alignment)
{
	if (start == NULL || alignment == 0 || (alignment & (alignment - 1)) != 0)
		return NULL;
	size_t padding = -(uintptr_t)next & (alignment - 1);
	if (size > SIZE_MAX - padding || !room_for(padding + size))
		return NULL;
	move(padding + size);
	return next - size;
}

void *arena_array(size_t count, size_t size, size_t alignment)
{
	if (size > 0 && count > SIZE_MAX / size)
		return NULL;
	return arena_alloc(count * size, alignment);
}

bool arena_extend(void *block, size_t size, size_t more)
{
	if ((size_t)(next - (char *)block) != size || !room_for(more))
		return false;
	move(more);
	return true;
}

size_t arena_used(void)
{
	return (size_t)(next - start);
}

size_t arena_peak(void)
{
	return (size_t)(furthest - start);
}

struct arena_mark arena_mark(void)
{
	struct arena_mark mark = { arena_used() };

	return mark;
}

bool arena_release(struct arena_mark mark)
{
	bool good = mark.used <= arena_used();

	if (good)
		next = start + mark.used;
	return good;
}

void arena_reset(void)
{
	next = start;
}

size_t arena_trim(void)
{
	size_t spare = (size_t)(end - next) & ~(size_t)15;

	if (spare > 0 && pages_shrink(spare)) {
		end -= spare;
		return spare;
	}
	return 0;
}
