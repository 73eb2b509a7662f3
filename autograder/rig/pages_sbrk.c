/*
 * pages_sbrk.c - the page source by sbrk (see pages.h).
 *
 * The program break is the end of the mapping called [heap]; sbrk moves it, and
 * the memory up to it is the process's. There is one break, and anybody may
 * move it: malloc does. So each call looks first whether the break still
 * stands where the arena ends. If not, the arena can't go on without a gap, and
 * the answer is no, until the break has come back.
 */
#define _GNU_SOURCE 1
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pages.h"
#include "pages_whole.h"

static struct {
	unsigned char *lo, *hi;
} arena;

/* True when it stands at the arena's end, so that what is added continues it. */
static bool break_is_ours(void)
{
	return sbrk(0) == (void *)arena.hi;
}

/* The arena begins at the first multiple of 16 from the break on. */
static bool begin(void)
{
	intptr_t past = (intptr_t)((uintptr_t)sbrk(0) % 16);
	unsigned char *here = sbrk(past == 0 ? 0 : 16 - past);

	/* What sbrk says when it fails is -1, as a pointer. */
	if ((intptr_t)here == -1)
		return false;
	arena.lo = arena.hi = sbrk(0);
	return true;
}

/* New pages are zero. The bytes up to the end of a page that was there before
   may have been somebody's. */
static void clear(unsigned char *start, size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t rest = (page - (uintptr_t)start % page) % page;

	memset(start, 0, bytes < rest ? bytes : rest);
}

void *pages_grow(size_t bytes)
{
	must_be_whole(bytes);
	if (arena.lo == NULL && !begin())
		return NULL;
	if (bytes > INTPTR_MAX || !break_is_ours())
		return NULL;
	unsigned char *start = sbrk((intptr_t)bytes);
	if ((intptr_t)start == -1)
		return NULL;
	clear(start, bytes);
	arena.hi = start + bytes;
	return start;
}

bool pages_shrink(size_t bytes)
{
	must_be_whole(bytes);
	if (bytes > (size_t)(arena.hi - arena.lo) || !break_is_ours())
		return false;
	if ((intptr_t)sbrk(-(intptr_t)bytes) == -1)
		return false;
	arena.hi -= bytes;
	return true;
}

void *pages_map(size_t bytes)
{
	return map_whole(bytes);
}

void *pages_remap(void *mapping, size_t bytes, size_t wanted)
{
	return remap_whole(mapping, bytes, wanted);
}

void pages_unmap(void *mapping, size_t bytes)
{
	munmap(mapping, bytes);
}

void *pages_lo(void)
{
	return arena.lo;
}

void *pages_hi(void)
{
	return arena.hi;
}
