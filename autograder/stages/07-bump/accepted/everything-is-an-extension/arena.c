/*
 * Differs from the reference: there is one operation, which makes the arena's
 * use longer or shorter. A block is what was added behind the padding, which
 * was added before it, and is taken off again when the block finds no room.
 */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

#include "pages.h"
#include "sizes.h"

static uint8_t *origin;
static size_t in_use, capacity, high;

bool arena_init(void)
{
	in_use = capacity = high = 0;
	origin = pages_grow(ARENA_CHUNK);
	if (origin != NULL)
		capacity = ARENA_CHUNK;
	return origin != NULL;
}

/* Adds to the capacity; sizes are tried from the largest down. */
static bool buy(size_t missing)
{
	const size_t units[] = { ARENA_CHUNK, 16 };

	for (int i = 0; i < 2; i++) {
		size_t bytes;
		if (align_up(missing, units[i], &bytes) && pages_grow(bytes)) {
			capacity += bytes;
			return true;
		}
	}
	return false;
}

/* Does not look at the high water: who only tries does not count. */
static bool longer(size_t more)
{
	if (more > SIZE_MAX - in_use)
		return false;
	if (in_use + more > capacity && !buy(in_use + more - capacity))
		return false;
	in_use += more;
	return true;
}

static void settle(void)
{
	if (in_use > high)
		high = in_use;
}

void *arena_alloc(size_t size, size_t alignment)
{
	const size_t before = in_use;
	size_t at;

	if (origin == NULL
	    || !align_up((uintptr_t)(origin + in_use), alignment, &at)
	    || !longer(at - (uintptr_t)(origin + in_use)))
		return NULL;
	uint8_t *block = origin + in_use;
	if (!longer(size)) {
		in_use = before;
		return NULL;
	}
	settle();
	return block;
}

void *arena_array(size_t count, size_t size, size_t alignment)
{
	size_t bytes;

	return bytes_for(size, count, &bytes) ? arena_alloc(bytes, alignment) : NULL;
}

bool arena_extend(void *block, size_t size, size_t more)
{
	if ((uint8_t *)block != origin + in_use - size || !longer(more))
		return false;
	settle();
	return true;
}

struct arena_mark arena_mark(void)
{
	return (struct arena_mark){ .used = in_use };
}

bool arena_release(struct arena_mark mark)
{
	return mark.used <= in_use && (in_use = mark.used, true);
}

void arena_reset(void)
{
	in_use = 0;
}

size_t arena_trim(void)
{
	size_t kept, spare;

	if (!align_up(in_use, 16, &kept))
		return 0;
	spare = capacity - kept;
	if (spare == 0 || !pages_shrink(spare))
		return 0;
	capacity = kept;
	return spare;
}

size_t arena_used(void)
{
	return in_use;
}

size_t arena_peak(void)
{
	return high;
}
