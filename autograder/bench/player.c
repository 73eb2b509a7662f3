/*
 * player.c - one allocator plays one trace, and tells what that cost.
 *
 *     player space TRACE [LIBRARY]   bytes: that the trace holds at most, that the
 *                                    process got for it at most, and the latter as
 *                                    the page source counts them (0: it can't tell)
 *     player time TRACE [LIBRARY]    nanoseconds for a request
 *     player once TRACE [LIBRARY]    nothing; for a tool that counts instructions
 *                                    while it is in play()
 *
 * Without LIBRARY the allocator is the process's malloc: glibc's, or the one that
 * LD_PRELOAD brings. LIBRARY is one of ours with its page source (see heaps), or
 * "none", an allocator that does nothing, for what the player costs by itself. All
 * are called through pointers, and all of ours go through the linkage table inside
 * their library, as malloc does in its own: a call costs everybody the same.
 *
 * Space is what the process has resident of memory that belongs to no file
 * (Anonymous in smaps_rollup, counted by the kernel page by page), after each
 * stretch of requests, less what it had before the first one. Each payload is
 * written from end to end. So memory that is reserved and never touched costs
 * nobody anything, and everybody's bookkeeping counts. What a preloaded
 * allocator has set up before main is not counted, to its advantage.
 *
 * Time is the best of several plays in one process: the same requests again and
 * again, what is left at the end of each given back. The first and the last byte
 * of each payload are written. The first play, in which the system provides the
 * pages, is left out: what a page costs is no merit of an allocator, how many it
 * needs is what space tells.
 */
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "trace.h"

struct block {
	unsigned char *payload;
	size_t size;
};

static struct {
	bool (*init)(void);
	void *(*alloc)(size_t bytes);
	void (*free)(void *payload);
	void *(*realloc)(void *payload, size_t bytes);
	size_t (*held)(void);
} with;

static struct block *blocks;       /* by id */

static _Noreturn void die(const char *why)
{
	(void)fprintf(stderr, "player: %s\n", why);
	exit(2);
}

/* Resident at once, so that it is in no difference. */
static void *map(size_t bytes)
{
	void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (start == MAP_FAILED)
		die("no memory");
	return start;
}

/* ---- whom to ask ---- */

static unsigned char *nothing;     /* everybody's payload */

static bool none_init(void)
{
	enum { ROOM = 64 << 20 };
	nothing = map(ROOM);
	return true;
}

static void *none_alloc(size_t bytes)
{
	(void)bytes;
	return nothing;
}

static void none_free(void *payload)
{
	(void)payload;
}

static void *none_realloc(void *payload, size_t bytes)
{
	(void)bytes;
	return payload;
}

/* Stage 07's has no free, and another name. */
static void *(*bump)(size_t bytes, size_t alignment);

static void *bump_alloc(size_t bytes)
{
	return bump(bytes, _Alignof(max_align_t));
}

/* Address of a function in the library; NULL: it has none of that name. */
static void find(void *library, const char *name, void *function)
{
	void *found = dlsym(library, name);

	memcpy(function, &found, sizeof found);
}

static void choose(const char *name)
{
	if (name == NULL) {
		with.alloc = malloc;
		with.free = free;
		with.realloc = realloc;
		return;
	}
	if (strcmp(name, "none") == 0) {
		with.init = none_init;
		with.alloc = none_alloc;
		with.free = none_free;
		with.realloc = none_realloc;
		return;
	}
	void *library = dlopen(name, RTLD_NOW);
	if (library == NULL)
		die(dlerror());
	find(library, "heap_init", &with.init);
	find(library, "heap_alloc", &with.alloc);
	find(library, "heap_free", &with.free);
	find(library, "heap_realloc", &with.realloc);
	find(library, "held", &with.held);
	find(library, "arena_alloc", &bump);
	if (bump != NULL) {
		find(library, "arena_init", &with.init);
		with.alloc = bump_alloc;
		with.free = none_free;
	}
	if (with.init == NULL || with.alloc == NULL || with.free == NULL)
		die("the library is no allocator");
}

/* ---- playing ---- */

static void *resize(struct block *b, size_t size)
{
	void *now;

	if (with.realloc != NULL)
		return with.realloc(b->payload, size);
	now = with.alloc(size);
	if (now != NULL) {
		memcpy(now, b->payload, b->size < size ? b->size : size);
		with.free(b->payload);
	}
	return now;
}

static void play_one(const struct trace_op *op)
{
	struct block *b = &blocks[op->id];

	if (op->kind == TRACE_FREE) {
		with.free(b->payload);
		*b = (struct block){ 0 };
		return;
	}
	/* A size of 0 does not mean the same to all. */
	size_t size = op->size > 0 ? op->size : 1;
	b->payload = op->kind == TRACE_ALLOC ? with.alloc(size) : resize(b, size);
	b->size = size;
	if (b->payload == NULL)
		die("a request was refused");
	b->payload[0] = 0x5a;
	b->payload[size - 1] = 0x5a;
}

static void give_back_all(const struct trace *t)
{
	for (size_t i = 0; i < t->ids; i++)
		if (blocks[i].payload != NULL)
			with.free(blocks[i].payload);
	memset(blocks, 0, t->ids * sizeof *blocks);
}

__attribute__((noinline)) static void play(const struct trace *t)
{
	for (size_t i = 0; i < t->count; i++)
		play_one(&t->ops[i]);
}

/* ---- space ---- */

static size_t resident(void)
{
	char text[4096];
	const char *line;
	int fd = open("/proc/self/smaps_rollup", O_RDONLY);
	ssize_t length = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;

	close(fd);
	text[length > 0 ? length : 0] = '\0';
	line = strstr(text, "Anonymous:");
	if (line == NULL)
		die("/proc/self/smaps_rollup can't be read");
	return strtoull(line + strlen("Anonymous:"), NULL, 10) << 10;
}

static void raise(size_t *most, size_t now)
{
	if (now > *most)
		*most = now;
}

static void space(const struct trace *t)
{
	enum { STRETCH = 32, LARGE = 16384 };
	size_t got = 0, held = 0, live = 0, seen = 0;

	/* A page would be 2 MiB to one and 4 KiB to another. */
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	size_t before = resident();
	if (with.init != NULL && !with.init())
		die("no heap");
	for (size_t i = 0; i < t->count; i++) {
		const struct trace_op *op = &t->ops[i];

		live -= blocks[op->id].size;
		play_one(op);
		struct block *b = &blocks[op->id];
		if (b->payload != NULL)
			memset(b->payload, 0x5a, b->size);
		live += b->size;
		if (with.held != NULL)
			raise(&held, with.held());
		/* To look takes long; it is enough to do so near each peak. */
		if (i % STRETCH == 0 || live > seen + seen / 256 || b->size > LARGE)
			raise(&got, resident());
		raise(&seen, live);
	}
	raise(&got, resident());
	printf("%zu %zu %zu\n", t->peak_live, got - before, held);
}

/* ---- time ---- */

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void time_plays(const struct trace *t)
{
	enum { LEAST = 3, MOST = 20 };
	const double enough = 40e6;
	double begin = now(), best = 0;

	for (int i = 0; i <= LEAST || (i <= MOST && now() - begin < enough); i++) {
		double start = now();

		play(t);
		give_back_all(t);
		double took = now() - start;
		if (i == 1 || (i > 1 && took < best))
			best = took;
	}
	printf("%.3f\n", best / (double)t->count);
}

int main(int argc, char **argv)
{
	char problem[TRACE_PROBLEM];
	struct trace t;

	if (argc < 3)
		die("player space|time|once TRACE [LIBRARY]");
	if (!trace_read(&t, argv[2], problem))
		die(problem);
	blocks = map((t.ids + 1) * sizeof *blocks);
	choose(argv[3]);
	if (strcmp(argv[1], "space") == 0) {
		space(&t);
		return 0;
	}
	if (with.init != NULL && !with.init())
		die("no heap");
	if (strcmp(argv[1], "once") == 0)
		play(&t);
	else
		time_plays(&t);
	return 0;
}
