/*
 * failpoint.c - make the student's allocations fail (see failpoint.h).
 *
 * Live blocks are kept in a hash table (open addressing, linear probing,
 * backward-shift deletion) outside the heap. It stores addresses inverted:
 * Memcheck's leak check would take a plain copy of a pointer for a reason
 * to call a leaked block reachable.
 */
#define _GNU_SOURCE 1
#define FAILPOINT_INSIDE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/valgrind.h>

#include "failpoint.h"
#include "rig.h"

/* ---- which allocation fails ---- */

static size_t calls, failures, doomed;
static bool doomed_after;
static size_t each_at;

static void arm(size_t k, bool after)
{
	calls = failures = 0;
	doomed = k;
	doomed_after = after;
}

void fail_at(size_t k)
{
	arm(k, false);
}

void fail_from(size_t k)
{
	arm(k, true);
}

void fail_never(void)
{
	arm(0, false);
}

size_t alloc_calls(void)
{
	return calls;
}

size_t alloc_failed(void)
{
	return failures;
}

/* Says so in Memcheck's report, with the student's stack. */
static bool fails_now(const char *function)
{
	calls++;
	if (doomed == 0 || calls < doomed || (calls > doomed && !doomed_after))
		return false;
	failures++;
	VALGRIND_PRINTF_BACKTRACE("rig: failed %s\n", function);
	errno = ENOMEM;
	return true;
}

size_t fail_each(void (*fn)(void *context), void *context)
{
	size_t count;

	fail_never();
	each_at = 0;
	fn(context);
	count = calls;
	for (each_at = 1; each_at <= count; each_at++) {
		fail_at(each_at);
		fn(context);
		fail_from(each_at);
		fn(context);
	}
	each_at = 0;
	fail_never();
	return count;
}

size_t fail_each_at(void)
{
	return each_at;
}

/* ---- live blocks ---- */

struct slot {
	uintptr_t inverted;   /* ~address; 0 when empty */
	size_t size;
};

static struct slot *slots;
static size_t capacity;       /* a power of two */
static size_t live, live_bytes;

size_t alloc_live(void)
{
	return live;
}

size_t alloc_live_bytes(void)
{
	return live_bytes;
}

static size_t home(uintptr_t inverted)
{
	return (size_t)((inverted >> 4) * 0x9e3779b97f4a7c15u >> 20)
		& (capacity - 1);
}

/* The slot that holds the address, or the empty one where it belongs. */
static struct slot *slot_of(uintptr_t inverted)
{
	size_t i = home(inverted);

	while (slots[i].inverted != 0 && slots[i].inverted != inverted)
		i = (i + 1) & (capacity - 1);
	return &slots[i];
}

static bool grow(void)
{
	struct slot *old = slots;
	size_t old_capacity = capacity;
	size_t wanted = capacity > 0 ? 2 * capacity : 1024;
	void *fresh = mmap(NULL, wanted * sizeof *slots, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (fresh == MAP_FAILED)
		return false;
	slots = fresh;
	capacity = wanted;
	for (size_t i = 0; i < old_capacity; i++)
		if (old[i].inverted != 0)
			*slot_of(old[i].inverted) = old[i];
	if (old != NULL)
		munmap(old, old_capacity * sizeof *old);
	return true;
}

static void enter(uintptr_t inverted, size_t size)
{
	struct slot *s;

	if (2 * (live + 1) > capacity && !grow()) {
		(void)fputs("failpoint: no memory to record blocks\n", stderr);
		abort();
	}
	s = slot_of(inverted);
	if (s->inverted != 0) {   /* freed behind our back, then handed out again */
		live--;
		live_bytes -= s->size;
	}
	*s = (struct slot){ inverted, size };
	live++;
	live_bytes += size;
}

static void remember(const void *block, size_t size)
{
	if (block != NULL)
		enter(~(uintptr_t)block, size);
}

/* Moves later entries back so that no probe meets a gap. */
static void close_gap(size_t gap)
{
	for (size_t i = gap;;) {
		size_t distance;

		i = (i + 1) & (capacity - 1);
		if (slots[i].inverted == 0)
			break;
		distance = (i - home(slots[i].inverted)) & (capacity - 1);
		if (distance < ((i - gap) & (capacity - 1)))
			continue;
		slots[gap] = slots[i];
		gap = i;
	}
	slots[gap] = (struct slot){ 0, 0 };
}

/* Returns what was known of the block; all 0 when nothing was. */
static struct slot forget(void *block)
{
	struct slot *s, was = { 0, 0 };

	if (block == NULL || capacity == 0)
		return was;
	s = slot_of(~(uintptr_t)block);
	if (s->inverted == 0)
		return was;
	was = *s;
	live--;
	live_bytes -= was.size;
	close_gap((size_t)(s - slots));
	return was;
}

/* ---- what the student's object calls ---- */

void *rig_malloc(size_t size)
{
	void *block = fails_now("malloc") ? NULL : malloc(size);

	remember(block, size);
	return block;
}

void *rig_calloc(size_t count, size_t size)
{
	void *block = fails_now("calloc") ? NULL : calloc(count, size);

	remember(block, count * size);
	return block;
}

/* realloc(block, 0) frees here; it asks for nothing, so it cannot fail. */
static void *resize(void *block, size_t size)
{
	struct slot was = forget(block);
	/* 0 bytes are the caller's business. NOLINTNEXTLINE(*UnixAPI) */
	void *moved = realloc(block, size);

	if (moved == NULL && size > 0 && was.inverted != 0)
		enter(was.inverted, was.size);
	remember(moved, size);
	return moved;
}

void *rig_realloc(void *block, size_t size)
{
	if ((block == NULL || size > 0) && fails_now("realloc"))
		return NULL;
	return resize(block, size);
}

void *rig_test_realloc(void *block, size_t size)
{
	return resize(block, size);
}

void *rig_reallocarray(void *block, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	return rig_realloc(block, count * size);
}

void *rig_aligned_alloc(size_t alignment, size_t size)
{
	void *block = fails_now("aligned_alloc") ? NULL : aligned_alloc(alignment, size);

	remember(block, size);
	return block;
}

int rig_posix_memalign(void **block, size_t alignment, size_t size)
{
	int saved = errno, error;

	if (fails_now("posix_memalign")) {
		errno = saved;    /* POSIX: the error is returned instead */
		return ENOMEM;
	}
	error = posix_memalign(block, alignment, size);
	if (error == 0)
		remember(*block, size);
	return error;
}

char *rig_strdup(const char *text)
{
	char *copy = fails_now("strdup") ? NULL : strdup(text);

	remember(copy, copy != NULL ? strlen(copy) + 1 : 0);
	return copy;
}

char *rig_strndup(const char *text, size_t most)
{
	char *copy = fails_now("strndup") ? NULL : strndup(text, most);

	remember(copy, copy != NULL ? strlen(copy) + 1 : 0);
	return copy;
}

void rig_free(void *block)
{
	forget(block);
	free(block);
}

void rig_failpoint_reset(void)
{
	if (capacity > 0)
		memset(slots, 0, capacity * sizeof *slots);
	live = live_bytes = each_at = 0;
	fail_never();
}

/* The table stays, empty, so that no child has to make one. */
void rig_failpoint_rehearse(void)
{
	void *block = rig_malloc(1);
	void *grown = rig_realloc(block, 2);

	rig_free(grown != NULL ? grown : block);
	rig_free(rig_calloc(1, 1));
	fail_never();
}
