/*
 * fence.c - watches every payload that an allocator hands out (see fence.h).
 *
 * Memcheck knows the payloads as blocks (MALLOCLIKE_BLOCK, with no red zone:
 * what stands before and behind them is the allocator's), so its reports say
 * "8 bytes inside a block of size 24 alloc'd at ...". FREELIKE_BLOCK makes a
 * freed payload inaccessible; it is then opened as undefined, because its
 * bytes are the allocator's again, to hold links or to be split and joined.
 */
#define _GNU_SOURCE 1
#include <signal.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <valgrind/memcheck.h>

#include "fence.h"
#include "json.h"
#include "rig.h"
#include "violation.h"

/* Layout given in fence.h. */
struct heap_block {
	void *start;
	size_t size;
	void *payload;
	size_t payload_size;
	bool in_use;
};

#define MAX_LIVE   8192
#define MAX_BLOCKS 1024

enum contents { PATTERN, OWN, OPEN };

struct payload {
	char *start;
	size_t size;
	uint64_t serial;      /* 1 for the test's first request             */
	enum contents contents;
	uint64_t sum;         /* of the bytes, when they are the test's OWN */
};

enum walk { WALK_MISSING, WALK_RUNNING, WALK_STOPPED, WALK_COMPLETE, WALK_CRASHED };

/* Shared with the runner, which draws the picture when the test is dead. */
struct table {
	bool used;
	char *lo, *hi;
	uint64_t serial;
	size_t live;
	struct payload payloads[MAX_LIVE];
	enum walk walk;
	size_t blocks;
	struct heap_block block[MAX_BLOCKS];
	enum walk list;
	size_t listed;
	void *list_start[MAX_BLOCKS];
};

/* What a heap has that keeps its free blocks in lists: the order of these. */
__attribute__((weak)) bool heap_walk_free(heap_visit *visit, void *context);

static struct table *table;
static const struct fence_allocator *watched;

static void watch_for_crashes(void);

/* Called before the server is forked; in a program without one, at first use. */
bool rig_fence_reserve(void)
{
	void *map = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE,
	                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED)
		return false;
	table = map;
	return true;
}

void rig_fence_reset(void)
{
	if (table == NULL)
		return;
	table->used = false;
	table->live = table->blocks = 0;
	table->serial = 0;
	table->lo = table->hi = NULL;
	table->walk = table->list = WALK_MISSING;
	table->listed = 0;
}

void rig_fence_forget(void)
{
	if (table == NULL || watched == NULL)
		return;
	for (size_t i = 0; i < table->live; i++)
		if (table->payloads[i].size > 0)
			VALGRIND_FREELIKE_BLOCK(table->payloads[i].start, 0);
	table->live = 0;
}

void fence_use(const struct fence_allocator *a)
{
	rig_fence_forget();
	if (table == NULL && !rig_fence_reserve())
		rig_violation("fence.h", 1, "the fence got no memory");
	rig_fence_reset();
	if (watched == NULL)
		watch_for_crashes();
	watched = a;
	table->used = true;
}

size_t fence_live(void)
{
	return table->live;
}

size_t fence_live_bytes(void)
{
	size_t bytes = 0;

	for (size_t i = 0; i < table->live; i++)
		bytes += table->payloads[i].size;
	return bytes;
}

/* ---- contents ---- */

/* A byte that depends on the payload and on the place in it. */
static unsigned char pattern(const struct payload *p, size_t i)
{
	return (unsigned char)(0xa5 ^ p->serial * 31 ^ i * 7);
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t sum_of(const struct payload *p)
{
	uint64_t sum = 0xcbf29ce484222325u;

	for (size_t i = 0; i < p->size; i++)
		sum = (sum ^ (unsigned char)p->start[i]) * 0x100000001b3u;
	return sum;
}

static void gate_open(const struct payload *p)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(p->start, p->size);
}

static void gate_close(const struct payload *p)
{
	(void)VALGRIND_MAKE_MEM_NOACCESS(p->start, p->size);
}

static void fill(struct payload *p)
{
	gate_open(p);
	for (size_t i = 0; i < p->size; i++)
		p->start[i] = (char)pattern(p, i);
	p->contents = PATTERN;
	gate_close(p);
}

/* The first `size` bytes against the pattern; the place of the first other
 * byte, or size. The gate must be open. */
static size_t first_change(const struct payload *p, size_t size)
{
	size_t i = 0;

	while (i < size && (unsigned char)p->start[i] == pattern(p, i))
		i++;
	return i;
}

static void check(const struct payload *p, const char *file, unsigned line)
{
	size_t at;

	if (p->contents == OPEN)
		return;
	gate_open(p);
	if (p->contents == OWN && sum_of(p) != p->sum)
		rig_violation(file, line, "Somebody wrote over the payload of request "
		          "%llu (%zu bytes) while the test was using it.",
		          (unsigned long long)p->serial, p->size);
	at = p->contents == PATTERN ? first_change(p, p->size) : p->size;
	if (at < p->size)
		rig_violation(file, line, "Somebody wrote over byte %zu of the payload "
		          "of request %llu (%zu bytes) while the test was using it.",
		          at, (unsigned long long)p->serial, p->size);
	gate_close(p);
}

/* ---- the table ---- */

static struct payload *find(const void *start)
{
	for (size_t i = table->live; i-- > 0;)
		if (table->payloads[i].start == start)
			return &table->payloads[i];
	return NULL;
}

static struct payload *must_find(const void *start,
                                 const char *file, unsigned line)
{
	struct payload *p = find(start);

	if (p == NULL)
		rig_violation(file, line, "The test gave the fence an address that "
		          "is no payload in use.");
	return p;
}

/* Order matters to no one but the eye: the picture lists by request. */
static void forget(struct payload *p)
{
	size_t after = table->live - (size_t)(p - table->payloads) - 1;

	memmove(p, p + 1, after * sizeof *p);
	table->live--;
}

static void note_arena(void)
{
	table->lo = watched->lo();
	table->hi = watched->hi();
}

/* How far from the arena's start an address is that may be anywhere: <, > and
 * - are for pointers into one object, so they are taken of numbers here. */
static ptrdiff_t offset(const void *address)
{
	return (ptrdiff_t)((uintptr_t)address - (uintptr_t)table->lo);
}

static bool is_in_arena(const struct payload *p)
{
	uintptr_t start = (uintptr_t)p->start, hi = (uintptr_t)table->hi;

	return start >= (uintptr_t)table->lo && start <= hi && p->size <= hi - start;
}

static void check_place(const struct payload *p, const char *file,
                        unsigned line)
{
	unsigned long long request = p->serial;
	uintptr_t start = (uintptr_t)p->start;

	if (start % alignof(max_align_t) != 0)
		rig_violation(file, line, "Request %llu (%zu bytes) got the address "
		          "%td bytes into the arena, which is no multiple of %zu.",
		          request, p->size, offset(p->start),
		          alignof(max_align_t));
	if (!is_in_arena(p)
	    && (watched->mapped == NULL || !watched->mapped(p->start, p->size)))
		rig_violation(file, line, "Request %llu (%zu bytes) got an address "
		          "%td bytes into the arena, which has only %td bytes.",
		          request, p->size, offset(p->start),
		          offset(table->hi));
	for (size_t i = 0; i < table->live; i++) {
		const struct payload *q = &table->payloads[i];
		uintptr_t other = (uintptr_t)q->start;

		if (start == other
		    || (start < other + q->size && other < start + p->size))
			rig_violation(file, line, "Request %llu (%zu bytes) got memory "
			          "that request %llu (%zu bytes) is still using.",
			          request, p->size, (unsigned long long)q->serial,
			          q->size);
	}
}

/* Takes a payload into the table, without touching its contents. */
static struct payload *admit(void *start, size_t bytes,
                             const char *file, unsigned line)
{
	struct payload p = {
		.start = start, .size = bytes, .serial = table->serial
	};

	note_arena();
	check_place(&p, file, line);
	if (table->live == MAX_LIVE)
		rig_violation(file, line, "The fence watches at most %d payloads.",
		          MAX_LIVE);
	table->payloads[table->live] = p;
	if (bytes > 0)
		VALGRIND_MALLOCLIKE_BLOCK(start, bytes, 0, 0);
	return &table->payloads[table->live++];
}

/* ---- requests ---- */

void *fence_alloc_at(size_t bytes, const char *file, unsigned line)
{
	void *start = watched->alloc(bytes);

	table->serial++;
	if (start != NULL)
		fill(admit(start, bytes, file, line));
	else
		note_arena();
	return start;
}

/*
 * The payload back in the allocator's hands: dead contents natively, unknown
 * contents for Memcheck.
 */
static void release(struct payload *p)
{
	gate_open(p);
	memset(p->start, 0xdf, p->size);
	if (p->size > 0)
		VALGRIND_FREELIKE_BLOCK(p->start, 0);
	(void)VALGRIND_MAKE_MEM_UNDEFINED(p->start, p->size);
	forget(p);
}

void fence_free_at(void *payload, const char *file, unsigned line)
{
	if (payload != NULL) {
		struct payload *p = must_find(payload, file, line);

		check(p, file, line);
		release(p);
	}
	watched->free(payload);
	note_arena();
}

/* Whether the bytes that both have are still those that were left there. */
static void check_kept(const struct payload *now, const struct payload *old,
                       const char *file, unsigned line)
{
	struct payload was = *old;
	size_t both = old->size < now->size ? old->size : now->size;
	size_t at = both;

	was.start = now->start;
	gate_open(now);
	if (old->contents == PATTERN)
		at = first_change(&was, both);
	else if (old->contents == OWN && now->size >= old->size
	         && sum_of(&was) != old->sum)
		rig_violation(file, line, "Growing request %llu from %zu to %zu "
		              "bytes lost some of its contents.",
		              (unsigned long long)old->serial, old->size, now->size);
	if (at < both)
		rig_violation(file, line, "Growing or shrinking request %llu from "
		              "%zu to %zu bytes lost byte %zu of its contents.",
		              (unsigned long long)old->serial, old->size, now->size,
		              at);
	gate_close(now);
}

/* The allocator returned NULL: the old payload must be what it was. */
static void take_back(const struct payload *old, const char *file, unsigned line)
{
	struct payload *now = admit(old->start, old->size, file, line);

	now->serial = old->serial;
	now->contents = old->contents;
	now->sum = old->sum;
	check(now, file, line);
	gate_close(now);
}

void *fence_realloc_at(void *payload, size_t bytes,
                       const char *file, unsigned line)
{
	struct payload *p, old;
	void *start;

	if (payload == NULL)
		return fence_alloc_at(bytes, file, line);
	p = must_find(payload, file, line);
	check(p, file, line);
	old = *p;
	if (old.size > 0)
		VALGRIND_FREELIKE_BLOCK(old.start, 0);
	gate_open(&old);     /* the allocator may copy it: known contents */
	forget(p);
	start = watched->realloc(payload, bytes);
	table->serial++;
	if (start != NULL) {
		p = admit(start, bytes, file, line);
		check_kept(p, &old, file, line);
		fill(p);
	} else if (bytes > 0) {
		take_back(&old, file, line);
	}
	note_arena();
	return start;
}

void fence_fill_at(void *payload, const char *file, unsigned line)
{
	fill(must_find(payload, file, line));
}

void fence_check_at(void *payload, const char *file, unsigned line)
{
	check(must_find(payload, file, line), file, line);
}

void fence_check_all_at(const char *file, unsigned line)
{
	for (size_t i = 0; i < table->live; i++)
		check(&table->payloads[i], file, line);
}

void *fence_open_at(void *payload, const char *file, unsigned line)
{
	struct payload *p = must_find(payload, file, line);

	check(p, file, line);
	gate_open(p);
	p->contents = OPEN;
	return payload;
}

void fence_close_at(void *payload, const char *file, unsigned line)
{
	struct payload *p = must_find(payload, file, line);

	gate_open(p);
	p->sum = sum_of(p);
	p->contents = OWN;
	gate_close(p);
}

/* ---- the picture ---- */

static bool take_down(const struct heap_block *block, void *context)
{
	(void)context;
	if (table->blocks == MAX_BLOCKS) {
		table->walk = WALK_STOPPED;
		return false;
	}
	table->block[table->blocks++] = *block;
	return true;
}

static bool take_listed(const struct heap_block *block, void *context)
{
	(void)context;
	if (table->listed == MAX_BLOCKS) {
		table->list = WALK_STOPPED;
		return false;
	}
	table->list_start[table->listed++] = block->start;
	return true;
}

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
#define CRASHES (sizeof crashes / sizeof crashes[0])

static _Noreturn void walk_alone(bool (*walk)(heap_visit *, void *),
                                 heap_visit *visit, enum walk *state)
{
	bool complete;

	(void)signal(SIGALRM, SIG_DFL);
	for (size_t i = 0; i < CRASHES; i++)
		(void)signal(crashes[i], SIG_DFL);
	alarm(1);
	*state = WALK_RUNNING;
	complete = walk(visit, NULL);
	if (*state == WALK_RUNNING)
		*state = complete ? WALK_COMPLETE : WALK_STOPPED;
	_exit(0);
}

/* A walk that crashes or never ends does so in a process of its own. */
static void walk_apart(bool (*walk)(heap_visit *, void *), heap_visit *visit,
                       enum walk *state)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		walk_alone(walk, visit, state);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return;
	if (WIFSIGNALED(status))
		*state = WTERMSIG(status) == SIGALRM ? WALK_STOPPED : WALK_CRASHED;
}

/* In a child of the test, at its first failed assert (lanes.c calls). */
void rig_fence_snapshot(void)
{
	if (table == NULL || !table->used || table->walk != WALK_MISSING
	    || watched->walk == NULL || RUNNING_ON_VALGRIND)
		return;
	note_arena();
	table->blocks = table->listed = 0;
	walk_apart(watched->walk, take_down, &table->walk);
	if (heap_walk_free != NULL)
		walk_apart(heap_walk_free, take_listed, &table->list);
}

/*
 * A crash is often the first that is seen of a spoilt heap. The handler has the
 * heap walked, puts back whatever was there before it and returns: the same
 * instruction then crashes again, for good.
 */
static struct sigaction before[CRASHES];

static void on_crash(int signal_number)
{
	rig_fence_snapshot();
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &before[i], NULL);
	if (signal_number == SIGABRT)
		(void)raise(signal_number);
}

/* On a stack of its own: the test's may be what has run out. */
static void watch_for_crashes(void)
{
	static char stack[1 << 16];
	stack_t other = { .ss_sp = stack, .ss_size = sizeof stack };
	struct sigaction action = {
		.sa_handler = on_crash, .sa_flags = SA_ONSTACK | SA_NODEFER
	};

	if (RUNNING_ON_VALGRIND || sigaltstack(&other, NULL) != 0)
		return;
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &action, &before[i]);
}

static void number(struct json *out, const char *key, const void *value)
{
	rig_json_key(out, key);
	rig_json_int(out, offset(value));
}

static void size(struct json *out, const char *key, size_t value)
{
	rig_json_key(out, key);
	rig_json_int(out, (long long)value);
}

static const char *walk_word(enum walk walk)
{
	switch (walk) {
	case WALK_COMPLETE: return "complete";
	case WALK_CRASHED:  return "crashed";
	case WALK_MISSING:  return "missing";
	case WALK_RUNNING:
	case WALK_STOPPED:  break;
	}
	return "stopped";
}

static void draw_blocks(struct json *out)
{
	size_t count = table->blocks < MAX_BLOCKS ? table->blocks : MAX_BLOCKS;

	rig_json_key(out, "blocks");
	rig_json_open(out, '[');
	for (size_t i = 0; i < count; i++) {
		const struct heap_block *b = &table->block[i];

		rig_json_open(out, '{');
		number(out, "offset", b->start);
		size(out, "size", b->size);
		number(out, "payload", b->payload);
		size(out, "payload_size", b->payload_size);
		rig_json_key(out, "in_use");
		rig_json_bool(out, b->in_use);
		rig_json_close(out, '}');
	}
	rig_json_close(out, ']');
}

static void draw_live(struct json *out)
{
	size_t count = table->live < MAX_BLOCKS ? table->live : MAX_BLOCKS;

	rig_json_key(out, "live");
	rig_json_open(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (!is_in_arena(&table->payloads[i]))
			continue;
		rig_json_open(out, '{');
		number(out, "offset", table->payloads[i].start);
		size(out, "size", table->payloads[i].size);
		size(out, "serial", table->payloads[i].serial);
		rig_json_close(out, '}');
	}
	rig_json_close(out, ']');
}

static void draw_list(struct json *out)
{
	rig_json_key(out, "listed");
	rig_json_open(out, '[');
	for (size_t i = 0; i < table->listed; i++)
		rig_json_int(out, offset(table->list_start[i]));
	rig_json_close(out, ']');
	rig_json_key(out, "list");
	rig_json_string(out, walk_word(table->list));
}

bool rig_fence_picture(struct json *out)
{
	if (table == NULL || !table->used)
		return false;
	rig_json_key(out, "lo");
	rig_json_address(out, table->lo);
	rig_json_key(out, "hi");
	rig_json_address(out, table->hi);
	draw_blocks(out);
	draw_live(out);
	rig_json_key(out, "walk");
	rig_json_string(out, walk_word(table->walk));
	draw_list(out);
	return true;
}
