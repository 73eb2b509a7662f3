/*
 * pages.c - the page source of the allocator stages (see pages.h).
 *
 * The whole arena is reserved without access, with a guard page at either end;
 * growing opens whole pages, and tells Memcheck the exact byte where the
 * arena ends.
 */
#define _GNU_SOURCE 1
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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
	size_t limit, calls, doomed;
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
	arena.calls = arena.doomed = 0;
	tell_arena();
}

/* Ends the test, or a program that is none. */
static void wrong_size(size_t bytes)
{
	static const char message[] = "pages_grow(%zu): ask for a multiple of "
		"16 bytes, and for more than none";

	if (rig_violation)
		rig_violation("pages.h", 1, message, bytes);
	(void)fprintf(stderr, message, bytes);
	(void)fputc('\n', stderr);
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
	if (bytes == 0 || bytes % 16 != 0)
		wrong_size(bytes);
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
