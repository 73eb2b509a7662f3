/*
 * pages.c - the page source of the allocator stages' tests (see pages.h).
 *
 * The whole arena is reserved without access, with a guard page at either end;
 * growing opens whole pages, shrinking closes them, and Memcheck is told the
 * exact byte where the arena ends. All bytes behind that one are zero.
 */
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include "pages.h"
#include "violation.h"

#define PAGE ((size_t)4096)

static struct {
	char *map;            /* guard page, arena, guard page  */
	size_t map_bytes;
	char *lo, *hi;        /* handed out                     */
	char *open;           /* accessible up to here          */
	size_t limit, calls, doomed, shrink_calls;
	bool keep_all;
} arena;

static size_t whole_pages(size_t bytes)
{
	return (bytes + PAGE - 1) / PAGE * PAGE;
}

/* Into Memcheck's report, so that its reader can tell what an address is. The
   last address is where the guard page behind the arena ends. */
static void tell_arena(void)
{
	VALGRIND_PRINTF("rig: arena %p %p %p\n", (void *)arena.lo,
	                (void *)arena.hi,
	                (void *)(arena.map + arena.map_bytes));
}

void pages_reset(size_t limit)
{
	if (arena.map != NULL)
		munmap(arena.map, arena.map_bytes);
	arena.map_bytes = whole_pages(limit) + 2 * PAGE;
	arena.map = mmap(NULL, arena.map_bytes, PROT_NONE,
	                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (arena.map == MAP_FAILED) {
		(void)fputs("pages: the system gives no memory\n", stderr);
		abort();
	}
	arena.lo = arena.hi = arena.open = arena.map + PAGE;
	arena.limit = limit;
	arena.calls = arena.doomed = arena.shrink_calls = 0;
	arena.keep_all = false;
	tell_arena();
}

/* Ends the test, or a program that is none. */
static void must_be_whole(const char *call, size_t bytes, const char *advice)
{
	if (bytes != 0 && bytes % 16 == 0)
		return;
	if (rig_violation)
		rig_violation("pages.h", 1, "%s(%zu): %s", call, bytes, advice);
	(void)fprintf(stderr, "%s(%zu): %s\n", call, bytes, advice);
	abort();
}

/* Makes whole pages accessible, so that [lo, end) is. */
static bool open_up_to(char *end)
{
	size_t bytes = whole_pages((size_t)(end - arena.lo));
	char *open = arena.lo + bytes;

	if (open <= arena.open)
		return true;
	if (mprotect(arena.open, (size_t)(open - arena.open),
	             PROT_READ | PROT_WRITE) != 0)
		return false;
	(void)VALGRIND_MAKE_MEM_NOACCESS(arena.open, open - arena.open);
	arena.open = open;
	return true;
}

void *pages_grow(size_t bytes)
{
	char *start;

	if (arena.map == NULL)
		pages_reset(PAGES_LIMIT);
	arena.calls++;
	must_be_whole("pages_grow", bytes,
	              "ask for a multiple of 16 bytes, and for more than none");
	if (arena.calls == arena.doomed)
		return NULL;
	if (bytes > arena.limit - (size_t)(arena.hi - arena.lo)
	    || !open_up_to(arena.hi + bytes))
		return NULL;
	start = arena.hi;
	arena.hi += bytes;
	(void)VALGRIND_MAKE_MEM_DEFINED(start, bytes);
	tell_arena();
	return start;
}

/* Makes whole pages behind end inaccessible again. The system forgets what is
   in them, so that they are zero when they are opened anew. */
static void close_behind(char *end)
{
	char *open = arena.lo + whole_pages((size_t)(end - arena.lo));
	size_t bytes = (size_t)(arena.open - open);

	if (bytes == 0)
		return;
	if (madvise(open, bytes, MADV_DONTNEED) != 0
	    || mprotect(open, bytes, PROT_NONE) != 0) {
		(void)fputs("pages: the system takes no memory back\n", stderr);
		abort();
	}
	arena.open = open;
}

bool pages_shrink(size_t bytes)
{
	char *end = arena.hi;

	arena.shrink_calls++;
	must_be_whole("pages_shrink", bytes,
	              "give back a multiple of 16 bytes, and more than none");
	if (arena.keep_all || bytes > (size_t)(arena.hi - arena.lo))
		return false;
	arena.hi -= bytes;
	close_behind(arena.hi);
	if (end > arena.open)
		end = arena.open;
	/* A payload may have been off limits to us. */
	(void)VALGRIND_MAKE_MEM_UNDEFINED(arena.hi, end - arena.hi);
	memset(arena.hi, 0, (size_t)(end - arena.hi));
	(void)VALGRIND_MAKE_MEM_NOACCESS(arena.hi, bytes);
	tell_arena();
	return true;
}

void pages_keep_all(void)
{
	if (arena.map == NULL)
		pages_reset(PAGES_LIMIT);
	arena.keep_all = true;
}

void pages_fail_at(size_t k)
{
	if (arena.map == NULL)
		pages_reset(PAGES_LIMIT);
	arena.doomed = k > 0 ? arena.calls + k : 0;
}

void *pages_lo(void)
{
	return arena.lo;
}

void *pages_hi(void)
{
	return arena.hi;
}

size_t pages_calls(void)
{
	return arena.calls;
}

size_t pages_shrink_calls(void)
{
	return arena.shrink_calls;
}
