/*
 * pages_system.c - the page source for real programs (see pages.h).
 *
 * A range of addresses is reserved once: a mapping without any access, for
 * which the system sets nothing aside. Growing gives access to more of it, and
 * the memory itself comes page by page, when it is touched. Nobody else gets
 * addresses in between, so the arena has no gaps, whatever malloc and the
 * libraries of the program do.
 *
 * Without MAP_NORESERVE, on purpose: the system then counts what is opened (not
 * what is reserved), and can say no to it while there is still somebody to
 * hear it. It calls nothing that might ask for memory.
 */
#define _GNU_SOURCE 1
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "pages.h"
#include "pages_whole.h"

/* Addresses to reserve, at most: far more than there is memory. A limit (ulimit
   -v) may forbid so many; then half of it is tried, and so on. */
#define RESERVE_MOST  ((size_t)64 << 30)
#define RESERVE_LEAST ((size_t)1 << 20)
/* Valgrind keeps notes on reserved addresses too, and takes its time for that. */
#define RESERVE_UNDER_VALGRIND ((size_t)256 << 20)

/* So much is opened or closed at a time; a multiple of any page size. */
#define STEP ((size_t)64 << 10)

static struct {
	unsigned char *lo, *hi;   /* handed out                          */
	unsigned char *open;      /* accessible up to here; zero from hi */
	unsigned char *end;       /* reserved up to here                 */
} arena;

/* The arena's part that has to be open when it ends at `end`. */
static unsigned char *whole_steps(const unsigned char *end)
{
	size_t bytes = (size_t)(end - arena.lo);

	return arena.lo + (bytes + STEP - 1) / STEP * STEP;
}

static void *map(void *at, size_t bytes, int flags)
{
	return mmap(at, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | flags,
	            -1, 0);
}

static bool reserve(void)
{
	size_t bytes = RUNNING_ON_VALGRIND ? RESERVE_UNDER_VALGRIND : RESERVE_MOST;

	for (; bytes >= RESERVE_LEAST; bytes /= 2) {
		void *range = map(NULL, bytes, 0);

		if (range != MAP_FAILED) {
			arena.lo = arena.hi = arena.open = range;
			arena.end = arena.lo + bytes;
			return true;
		}
	}
	return false;
}

void *pages_grow(size_t bytes)
{
	must_be_whole(bytes);
	if (arena.lo == NULL && !reserve())
		return NULL;
	if (bytes > (size_t)(arena.end - arena.hi))
		return NULL;
	unsigned char *start = arena.hi;
	unsigned char *open = whole_steps(start + bytes);
	if (open > arena.open
	    && mprotect(arena.open, (size_t)(open - arena.open),
	                PROT_READ | PROT_WRITE) != 0)
		return NULL;
	if (open > arena.open)
		arena.open = open;
	arena.hi += bytes;
	return start;
}

bool pages_shrink(size_t bytes)
{
	must_be_whole(bytes);
	if (bytes > (size_t)(arena.hi - arena.lo))
		return false;
	unsigned char *hi = arena.hi - bytes;
	unsigned char *open = whole_steps(hi);
	/* A new mapping in the place of the old one: its pages go back to the
	   system, and are no longer counted. (mprotect would go on counting.) */
	if (open < arena.open
	    && map(open, (size_t)(arena.open - open), MAP_FIXED) == MAP_FAILED)
		return false;
	memset(hi, 0, (size_t)((open < arena.hi ? open : arena.hi) - hi));
	arena.open = open;
	arena.hi = hi;
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
