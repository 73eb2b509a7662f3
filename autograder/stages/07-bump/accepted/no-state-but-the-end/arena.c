/*
 * Differs from the reference: does not remember what it has bought. The page
 * source knows where its memory ends (pages_hi), and is asked each time. Before
 * it buys, it halves what it asks for until the answer is yes.
 */
#include "arena.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

static struct {
	unsigned char *base;
	size_t used, peak;
} now;

static size_t bought(void)
{
	return now.base == NULL ? 0
	       : (size_t)((unsigned char *)pages_hi() - now.base);
}

bool arena_init(void)
{
	now.used = now.peak = 0;
	now.base = pages_grow(ARENA_CHUNK);
	return now.base != NULL;
}

static bool reach(size_t end)
{
	size_t missing = end > bought() ? end - bought() : 0;
	size_t least, ask;

	if (!align_up(missing, 16, &least))
		return false;
	ask = least <= SIZE_MAX - ARENA_CHUNK + 16 ? least + ARENA_CHUNK - 16 : least;
	while (missing > 0 && pages_grow(ask) == NULL) {
		if (ask == least)
			return false;
		ask = least + (ask - least) / 32 * 16;
	}
	now.used = end;
	now.peak = now.peak > end ? now.peak : end;
	return true;
}

void *arena_alloc(size_t size, size_t alignment)
{
	uintptr_t base = (uintptr_t)now.base, start, end;

	if (base == 0 || !align_up(base + now.used, alignment, &start))
		return NULL;
	end = start + size;
	return end >= start && reach(end - base) ? now.base + (start - base) : NULL;
}

void *arena_array(size_t count, size_t size, size_t alignment)
{
	size_t bytes;

	if (!bytes_for(count, size, &bytes))
		return NULL;
	return arena_alloc(bytes, alignment);
}

bool arena_extend(void *block, size_t size, size_t more)
{
	size_t end = (size_t)((unsigned char *)block - now.base) + size;

	return end == now.used && end + more >= end && reach(end + more);
}

struct arena_mark arena_mark(void)
{
	return (struct arena_mark){ now.used };
}

bool arena_release(struct arena_mark mark)
{
	if (now.used < mark.used)
		return false;
	now.used = mark.used;
	return true;
}

void arena_reset(void)
{
	arena_release((struct arena_mark){ 0 });
}

size_t arena_trim(void)
{
	size_t spare = bought() - now.used;

	spare -= spare % 16;
	return spare != 0 && pages_shrink(spare) ? spare : 0;
}

size_t arena_used(void)
{
	return now.used;
}

size_t arena_peak(void)
{
	return now.peak;
}
