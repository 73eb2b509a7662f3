/*
 * pages.c - the page source of the allocator stages' tests (see pages.h).
 *
 * The whole arena is reserved without access, with a guard page at either end;
 * growing opens whole pages, shrinking closes them, and Memcheck is told the
 * exact byte where the arena ends. All bytes behind that one are zero.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>
#include <valgrind/memcheck.h>

#include "pages.h"
#include "violation.h"

#define PAGE ((size_t)4096)

static struct {
	char *map;            /* guard page, arena, guard page  */
	size_t map_bytes;
	char *lo, *hi;        /* handed out                     */
	char *open;           /* accessible up to here          */
	size_t limit, calls, shrink_calls, map_calls;
	size_t until_doom;    /* calls, the one that fails included; or 0 */
	size_t mapped;        /* bytes                          */
	bool keep_all, map_none;
	struct mapping *mappings;
} arena;

/*
 * A mapping has this page to itself; then come a guard page, the pages of the
 * mapping, and another guard page. It ends where that one begins.
 */
struct mapping {
	struct mapping *next;
	size_t bytes;
	char *start;
};

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

static void unmap_all(void);

void pages_reset(size_t limit)
{
	if (arena.map != NULL)
		munmap(arena.map, arena.map_bytes);
	unmap_all();
	arena.map_bytes = whole_pages(limit) + 2 * PAGE;
	arena.map = mmap(NULL, arena.map_bytes, PROT_NONE,
	                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (arena.map == MAP_FAILED) {
		(void)fputs("pages: the system gives no memory\n", stderr);
		abort();
	}
	arena.lo = arena.hi = arena.open = arena.map + PAGE;
	arena.limit = limit;
	arena.calls = arena.shrink_calls = arena.map_calls = arena.until_doom = 0;
	arena.keep_all = arena.map_none = false;
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

/*
 * Puts whole new pages at a place that is reserved: zero, or not accessible. mprotect
 * would do, but Memcheck looks at every single byte of what that makes accessible.
 */
static bool lay(char *at, size_t bytes, int access)
{
	return mmap(at, bytes, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
	            | MAP_FIXED, -1, 0) != MAP_FAILED;
}

/* Makes whole pages accessible, so that [lo, end) is. */
static bool open_up_to(char *end)
{
	size_t bytes = whole_pages((size_t)(end - arena.lo));
	char *open = arena.lo + bytes;

	if (open <= arena.open)
		return true;
	if (!lay(arena.open, (size_t)(open - arena.open), PROT_READ | PROT_WRITE))
		return false;
	(void)VALGRIND_MAKE_MEM_NOACCESS(arena.open, open - arena.open);
	arena.open = open;
	return true;
}

/* Must a request for so many more bytes be refused? */
static bool refused(size_t bytes)
{
	size_t held = (size_t)(arena.hi - arena.lo) + arena.mapped;

	if (arena.until_doom > 0) {
		arena.until_doom--;
		if (arena.until_doom == 0)
			return true;
	}
	return bytes > arena.limit - held;
}

void *pages_grow(size_t bytes)
{
	char *start;

	if (arena.map == NULL)
		pages_reset(PAGES_LIMIT);
	arena.calls++;
	must_be_whole("pages_grow", bytes,
	              "ask for a multiple of 16 bytes, and for more than none");
	if (refused(bytes) || !open_up_to(arena.hi + bytes))
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
	if (!lay(open, bytes, PROT_NONE)) {
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

/* ---- mappings ---- */

/* Without a note of the call, and of what is mapped. */
static struct mapping *map(size_t bytes)
{
	size_t pages = whole_pages(bytes);
	char *all = mmap(NULL, pages + 3 * PAGE, PROT_NONE,
	                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	struct mapping *m = (void *)all;

	if (all == MAP_FAILED)
		return NULL;
	if (!lay(all, PAGE, PROT_READ | PROT_WRITE)
	    || !lay(all + 2 * PAGE, pages, PROT_READ | PROT_WRITE)) {
		munmap(all, pages + 3 * PAGE);
		return NULL;
	}
	m->bytes = bytes;
	m->start = all + 2 * PAGE + (pages - bytes);
	m->next = arena.mappings;
	arena.mappings = m;
	arena.mapped += bytes;
	(void)VALGRIND_MAKE_MEM_NOACCESS(all + 2 * PAGE, pages - bytes);
	return m;
}

/* What points to the mapping that begins there, or to NULL. */
static struct mapping **find(const void *start)
{
	struct mapping **at = &arena.mappings;

	while (*at != NULL && (*at)->start != start)
		at = &(*at)->next;
	return at;
}

static void unmap(struct mapping **at)
{
	struct mapping *m = *at;

	*at = m->next;
	arena.mapped -= m->bytes;
	munmap(m, whole_pages(m->bytes) + 3 * PAGE);
}

static void unmap_all(void)
{
	while (arena.mappings != NULL)
		unmap(&arena.mappings);
}

/* As find; ends the test, or a program that is none, if there is no such thing. */
static struct mapping **must_be_mapped(const char *call, void *start, size_t bytes)
{
	struct mapping **at = find(start);

	if (*at != NULL && (*at)->bytes == bytes)
		return at;
	if (rig_violation)
		rig_violation("pages.h", 1, "%s(%p, %zu): there is no mapping with "
		              "this start and this size", call, start, bytes);
	(void)fprintf(stderr, "%s(%p, %zu): no mapping\n", call, start, bytes);
	abort();
}

void *pages_map(size_t bytes)
{
	struct mapping *m;

	if (arena.map == NULL)
		pages_reset(PAGES_LIMIT);
	arena.map_calls++;
	must_be_whole("pages_map", bytes,
	              "ask for a multiple of 16 bytes, and for more than none");
	if (refused(bytes) || arena.map_none)
		return NULL;
	m = map(bytes);
	return m != NULL ? m->start : NULL;
}

/* What the system notes of a page, in /proc/self/pagemap: is it in memory, or in the
   swap space? If neither, nobody has touched it, and it is zero. */
#define PAGE_IS_THERE ((uint64_t)1 << 63)
#define PAGE_IS_SWAPPED ((uint64_t)1 << 62)

/* The notes of count pages; without them, they count as touched. */
static void look_up(int pagemap, const char *page, uint64_t notes[], size_t count)
{
	off_t at = (off_t)((uintptr_t)page / PAGE * sizeof notes[0]);
	size_t bytes = count * sizeof notes[0];

	if (pagemap < 0 || pread(pagemap, notes, bytes, at) != (ssize_t)bytes)
		for (size_t i = 0; i < count; i++)
			notes[i] = PAGE_IS_THERE;
}

/*
 * Copies into a new mapping, whose bytes are zero, but for the pages that nobody has
 * touched: there is nothing to copy, and a system needs longer to make a page than
 * to copy one. Payloads of a MiB of which a test uses the ends are common.
 */
static void copy_touched(char *to, const char *from, size_t bytes)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t notes[64] = { 0 };
	const char *end = from + bytes, *page = from - (uintptr_t)from % PAGE;
	size_t i = 64;

	for (; page < end; page += PAGE, i++) {
		if (i == 64) {
			size_t left = whole_pages((size_t)(end - page)) / PAGE;
			look_up(pagemap, page, notes, left < 64 ? left : 64);
			i = 0;
		}
		const char *first = page < from ? from : page;
		const char *last = end - page < (ptrdiff_t)PAGE ? end : page + PAGE;
		if ((notes[i] & (PAGE_IS_THERE | PAGE_IS_SWAPPED)) != 0)
			memcpy(to + (first - from), first, (size_t)(last - first));
	}
	if (pagemap >= 0)
		(void)close(pagemap);
}

/* Always to another place, so that an allocator that goes on with the old one is
   caught. */
void *pages_remap(void *mapping, size_t bytes, size_t wanted)
{
	struct mapping *m;

	arena.map_calls++;
	must_be_whole("pages_remap", wanted,
	              "ask for a multiple of 16 bytes, and for more than none");
	(void)must_be_mapped("pages_remap", mapping, bytes);
	if (refused(wanted > bytes ? wanted - bytes : 0))
		return NULL;
	m = map(wanted);
	if (m == NULL)
		return NULL;
	/* What the mapping's owner must not read is copied all the same. */
	(void)VALGRIND_DISABLE_ADDR_ERROR_REPORTING_IN_RANGE(mapping, bytes);
	copy_touched(m->start, mapping, bytes < wanted ? bytes : wanted);
	(void)VALGRIND_ENABLE_ADDR_ERROR_REPORTING_IN_RANGE(mapping, bytes);
	/* What is new is not specified. Who takes it for zero shall meet something else;
	   a page of that is enough, and costs little. */
	if (wanted > bytes)
		memset((char *)m->start + bytes, 0xa5,
		       wanted - bytes < PAGE ? wanted - bytes : PAGE);
	unmap(find(mapping));
	return m->start;
}

void pages_unmap(void *mapping, size_t bytes)
{
	arena.map_calls++;
	unmap(must_be_mapped("pages_unmap", mapping, bytes));
}

void pages_map_none(void)
{
	if (arena.map == NULL)
		pages_reset(PAGES_LIMIT);
	arena.map_none = true;
}

bool pages_are_mapped(const void *start, size_t bytes)
{
	for (const struct mapping *m = arena.mappings; m != NULL; m = m->next) {
		uintptr_t into = (uintptr_t)start - (uintptr_t)m->start;

		if (into <= m->bytes && bytes <= m->bytes - into)
			return true;
	}
	return false;
}

size_t pages_map_calls(void)
{
	return arena.map_calls;
}

size_t pages_mapped(void)
{
	return arena.mapped;
}

/* ---- what else tests ask for ---- */

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
	arena.until_doom = k;
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
