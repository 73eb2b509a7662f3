/*
 * Differs from the reference: counts what is left instead of what is in use,
 * and rounds what it has bought in all, not what is missing, so that after each
 * yes the arena is whole chunks long. The peak is worked out when memory is
 * taken back, because it can't be anywhere else.
 */
#include "arena.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

static unsigned char *first;
static size_t total, left, peak;

bool arena_init(void)
{
	first = pages_grow(ARENA_CHUNK);
	total = left = first != NULL ? ARENA_CHUNK : 0;
	peak = 0;
	return first != NULL;
}

size_t arena_used(void)
{
	return total - left;
}

size_t arena_peak(void)
{
	return arena_used() > peak ? arena_used() : peak;
}

static bool got(size_t bytes)
{
	if (bytes == 0 || pages_grow(bytes) == NULL)
		return false;
	total += bytes;
	left += bytes;
	return true;
}

/* Makes sure that so much is left. */
static bool have(size_t bytes)
{
	size_t chunks, least;

	if (bytes <= left)
		return true;
	if (bytes > SIZE_MAX - arena_used())
		return false;
	size_t end = arena_used() + bytes;
	if (align_up(end, ARENA_CHUNK, &chunks) && got(chunks - total))
		return true;
	return align_up(end, 16, &least) && got(least - total);
}

static void *take(size_t bytes)
{
	unsigned char *here = first + (total - left);

	left -= bytes;
	return here;
}

void *arena_alloc(size_t size, size_t alignment)
{
	size_t here, there;

	if (first == NULL)
		return NULL;
	here = (uintptr_t)(first + arena_used());
	if (!align_up(here, alignment, &there) || size > SIZE_MAX - (there - here)
	    || !have(there - here + size))
		return NULL;
	take(there - here);
	return take(size);
}

void *arena_array(size_t count, size_t size, size_t alignment)
{
	return bytes_for(count, size, &size) ? arena_alloc(size, alignment) : NULL;
}

bool arena_extend(void *block, size_t size, size_t more)
{
	if ((unsigned char *)block + size + left != first + total || !have(more))
		return false;
	take(more);
	return true;
}

struct arena_mark arena_mark(void)
{
	struct arena_mark mark;

	mark.used = arena_used();
	return mark;
}

bool arena_release(struct arena_mark mark)
{
	if (mark.used > arena_used())
		return false;
	peak = arena_peak();
	left = total - mark.used;
	return true;
}

void arena_reset(void)
{
	peak = arena_peak();
	left = total;
}

size_t arena_trim(void)
{
	size_t whole = left / 16 * 16;

	if (whole == 0 || !pages_shrink(whole))
		return 0;
	left -= whole;
	total -= whole;
	return whole;
}
