/*
 * trace_driver.c - plays traces (trace.h) to a student's heap.
 *
 *     trace_driver REQUESTS FILE [REQUESTS FILE]...
 *
 * Of each file at most so many requests are made (0: all); a FILE "-" is passed over.
 * Each trace has processes of its own, so each begins with an empty heap, and a crash
 * costs one trace only.
 * Natively a trace is played twice: watched, then timed beside malloc of the C library.
 * Under Callgrind it is played once, and counted: the tool collects between the
 * call of the heap and its return, and nowhere else. Callgrind writes a file
 * for each process; its number is told.
 *
 * What is seen goes to the descriptor that RIG_EVENTS names, a JSON object a line:
 *
 *   {"event":"watched","trace":I,"requests":N,"peak_live":B,"peak_held":B,
 *    "moments":[[requests, live, held], ...]}
 *   {"event":"timed","trace":I,"seconds":S,"libc_seconds":S}
 *   {"event":"counted","trace":I,"requests":N,"pid":P}
 *   {"event":"fault","trace":I,"request":K,"what":W,"bytes":B,"other":K}
 *   {"event":"ended","trace":I,"request":K,"signal":N,"exit":N}
 *   {"event":"finish"}
 *
 * K counts requests from 1. "ended" is told of a process that did not come to
 * the end of its play. Sizes are in bytes.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include "json.h"
#include "pages.h"
#include "trace.h"

/* The heap under test, as every stage's heap.h has it; stage 12 brings realloc. */
bool heap_init(void);
void *heap_alloc(size_t size);
void heap_free(void *payload);
__attribute__((weak)) void *heap_realloc(void *payload, size_t size);

enum {
	ALIGNMENT = 16,
	MOMENTS = 120,            /* points of a curve                         */
	ROUNDS = 5,               /* plays to time; the fastest counts         */
};

/* Seconds that one play may take; TRACE_SECONDS says otherwise. */
static unsigned limit = 10;
static int events = -1;

/* Shared with the child that plays: how far it came. */
static volatile size_t *progress;

struct play {
	struct trace trace;
	size_t index;             /* of the trace, for events                  */
	size_t count;             /* requests to make                          */
};

struct block {
	unsigned char *payload;
	size_t size;
	size_t since;             /* the request that granted it, from 1       */
};

static void die(const char *message)
{
	fprintf(stderr, "trace_driver: %s\n", message);
	exit(2);
}

static void *map(size_t bytes, int sharing)
{
	void *p = mmap(NULL, bytes > 0 ? bytes : 1, PROT_READ | PROT_WRITE,
	               sharing | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		die("there is no memory for its own lists");
	return p;
}

/* There when the program was compiled for coverage. */
void __gcov_dump(void) __attribute__((weak));

static _Noreturn void leave(void)
{
	if (__gcov_dump)
		__gcov_dump();
	_exit(0);
}

/* ---- events ---- */

static void begin(struct json *j, const char *event, const struct play *p)
{
	*j = (struct json){ 0 };
	rig_json_open(j, '{');
	rig_json_key(j, "event");
	rig_json_string(j, event);
	if (p != NULL) {
		rig_json_key(j, "trace");
		rig_json_int(j, (long long)p->index);
	}
}

static void number(struct json *j, const char *key, size_t value)
{
	rig_json_key(j, key);
	rig_json_int(j, (long long)value);
}

static void end(struct json *j)
{
	rig_json_close(j, '}');
	rig_json_end_line(j);
	const char *text = rig_json_text(j);
	size_t left = text != NULL ? j->length : 0;
	while (left > 0) {
		ssize_t wrote = write(events, text, left);
		if (wrote <= 0)
			break;
		text += wrote;
		left -= (size_t)wrote;
	}
	rig_json_free(j);
}

/* ---- mappings ---- */

/* The heap's calls come here (--wrap in rig.mk), and go on to the page source. */
void *__real_pages_map(size_t bytes);
void *__real_pages_remap(void *mapping, size_t bytes, size_t wanted);
void __real_pages_unmap(void *mapping, size_t bytes);
void *__wrap_pages_map(size_t bytes);
void *__wrap_pages_remap(void *mapping, size_t bytes, size_t wanted);
void __wrap_pages_unmap(void *mapping, size_t bytes);

enum { MAPPINGS = 4096 };
static struct { unsigned char *start; size_t bytes; } mappings[MAPPINGS];
static size_t mapped;     /* bytes, in whole pages as the system counts them */

static size_t whole_pages(size_t bytes)
{
	enum { PAGE = 4096 };

	return (bytes + PAGE - 1) / PAGE * PAGE;
}

/* What had this start (NULL: nothing) has these now. */
static void note(void *old, void *start, size_t bytes)
{
	for (size_t i = 0; i < MAPPINGS; i++)
		if (mappings[i].start == old) {
			mapped -= whole_pages(mappings[i].bytes);
			mapped += whole_pages(bytes);
			mappings[i].start = start;
			mappings[i].bytes = bytes;
			return;
		}
	die("the heap has more mappings than it can watch");
}

void *__wrap_pages_map(size_t bytes)
{
	void *start = __real_pages_map(bytes);

	if (start != NULL)
		note(NULL, start, bytes);
	return start;
}

void *__wrap_pages_remap(void *mapping, size_t bytes, size_t wanted)
{
	void *start = __real_pages_remap(mapping, bytes, wanted);

	if (start != NULL)
		note(mapping, start, wanted);
	return start;
}

void __wrap_pages_unmap(void *mapping, size_t bytes)
{
	__real_pages_unmap(mapping, bytes);
	note(mapping, NULL, 0);
}

static bool is_mapped(const unsigned char *payload, size_t size)
{
	for (size_t i = 0; i < MAPPINGS; i++)
		if (mappings[i].start != NULL && payload >= mappings[i].start &&
		    (size_t)(payload - mappings[i].start) <= mappings[i].bytes &&
		    mappings[i].bytes - (size_t)(payload - mappings[i].start) >= size)
			return true;
	return false;
}

/* ---- watched ---- */

struct watch {
	const struct play *play;
	struct block *blocks;     /* by id                                     */
	uint32_t *owners;         /* of each 16 bytes of the arena: id + 1     */
	size_t request;           /* that is being made, from 1                */
	size_t live, peak_live, peak_held;
	struct json moments;
	size_t moments_told;
};

/* Tells what is wrong, and ends this process. other: a request, 0: none. */
static _Noreturn void fault(const struct watch *w, const char *what,
                            size_t bytes, size_t other)
{
	struct json j;

	begin(&j, "fault", w->play);
	number(&j, "request", w->request);
	rig_json_key(&j, "what");
	rig_json_string(&j, what);
	number(&j, "bytes", bytes);
	number(&j, "other", other);
	end(&j);
	leave();
}

/* A byte that tells blocks, and places in a block, from one another. */
static unsigned char pattern(const struct block *b, size_t at)
{
	return (unsigned char)(b->since * 151 + at * 7 + (at >> 8) + 1);
}

static void fill(const struct block *b)
{
	for (size_t i = 0; i < b->size; i++)
		b->payload[i] = pattern(b, i);
}

/* Are the first `bytes` bytes at payload those of the block b? */
static bool holds(const struct block *b, const unsigned char *payload,
                  size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		if (payload[i] != pattern(b, i))
			return false;
	return true;
}

static size_t granule(const unsigned char *at)
{
	return (size_t)(at - (unsigned char *)pages_lo()) / ALIGNMENT;
}

static bool in_arena(const unsigned char *payload, size_t size)
{
	const unsigned char *lo = pages_lo(), *hi = pages_hi();

	return payload >= lo && payload <= hi && (size_t)(hi - payload) >= size;
}

static bool inside(const unsigned char *payload, size_t size)
{
	return in_arena(payload, size) || is_mapped(payload, size);
}

/* Whose block overlaps this one, outside of the arena? 0: nobody's. */
static uint32_t neighbour(const struct watch *w, const struct block *b)
{
	for (uint32_t id = 0; id < w->play->trace.ids; id++) {
		const struct block *other = &w->blocks[id];
		if (other != b && other->size > 0 &&
		    (uintptr_t)other->payload < (uintptr_t)b->payload + b->size &&
		    (uintptr_t)b->payload < (uintptr_t)other->payload + other->size)
			return id + 1;
	}
	return 0;
}

/* Marks the block as id's, or as nobody's. Whose is it already? 0: nobody's. */
static uint32_t mark(struct watch *w, const struct block *b, uint32_t owner)
{
	uint32_t found = 0;

	if (!in_arena(b->payload, b->size))
		return owner != 0 ? neighbour(w, b) : 0;
	for (size_t at = 0; at < b->size; at += ALIGNMENT) {
		uint32_t *o = &w->owners[granule(b->payload + at)];
		if (owner != 0 && *o != 0 && found == 0)
			found = *o;
		*o = owner;
	}
	return found;
}

static void grant(struct watch *w, uint32_t id, void *payload, size_t size)
{
	struct block *b = &w->blocks[id];

	if (payload == NULL && size > 0)
		fault(w, "null", size, 0);
	*b = (struct block){ payload, payload != NULL ? size : 0, w->request };
	if (payload == NULL)
		return;
	if ((uintptr_t)payload % ALIGNMENT != 0)
		fault(w, "alignment", size, 0);
	if (!inside(payload, size))
		fault(w, "outside", size, 0);
	uint32_t owner = mark(w, b, id + 1);
	if (owner != 0)
		fault(w, "overlap", size, w->blocks[owner - 1].since);
	w->live += b->size;
	fill(b);
}

static void check(const struct watch *w, const struct block *b)
{
	if (!holds(b, b->payload, b->size))
		fault(w, "contents", b->size, b->since);
}

static void release(struct watch *w, uint32_t id)
{
	struct block *b = &w->blocks[id];

	mark(w, b, 0);
	w->live -= b->size;
	*b = (struct block){ 0 };
}

/* A heap without realloc is asked for what realloc would do (C17 7.22.3.5). */
static void *moved(void *payload, size_t old, size_t size)
{
	if (heap_realloc != NULL)
		return heap_realloc(payload, size);
	void *fresh = heap_alloc(size);
	if (fresh == NULL)
		return NULL;
	memcpy(fresh, payload, old < size ? old : size);
	heap_free(payload);
	return fresh;
}

static void resize(struct watch *w, uint32_t id, size_t size)
{
	struct block old = w->blocks[id];

	check(w, &old);
	unsigned char *payload = moved(old.payload, old.size, size);
	if (payload == NULL)
		fault(w, "null", size, 0);
	size_t kept = old.size < size ? old.size : size;
	if (inside(payload, size) && !holds(&old, payload, kept))
		fault(w, "kept", kept, old.since);
	release(w, id);
	grant(w, id, payload, size);
}

/* Bytes that the heap has obtained and not given back. */
static size_t held(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo()) + mapped;
}

static void look(struct watch *w)
{
	size_t now = held(), wanted = w->request * MOMENTS / w->play->count;

	if (w->live > w->peak_live)
		w->peak_live = w->live;
	if (now > w->peak_held)
		w->peak_held = now;
	if (wanted == w->moments_told)
		return;
	w->moments_told = wanted;
	rig_json_open(&w->moments, '[');
	rig_json_int(&w->moments, (long long)w->request);
	rig_json_int(&w->moments, (long long)w->live);
	rig_json_int(&w->moments, (long long)now);
	rig_json_close(&w->moments, ']');
}

/* What the program asks for. Its realloc to 0 bytes asks for 1: C17 leaves 0
   to the implementation, C23 forbids it. */
static size_t size_of(const struct trace_op *op)
{
	return op->kind == TRACE_REALLOC && op->size == 0 ? 1 : op->size;
}

static void watch_one(struct watch *w, const struct trace_op *op)
{
	struct block *b = &w->blocks[op->id];

	switch (op->kind) {
	case TRACE_ALLOC:
		grant(w, op->id, heap_alloc(op->size), op->size);
		break;
	case TRACE_REALLOC:
		if (b->payload != NULL)
			resize(w, op->id, size_of(op));
		else
			grant(w, op->id, heap_alloc(size_of(op)), size_of(op));
		break;
	case TRACE_FREE:
		if (b->payload != NULL) {
			void *payload = b->payload;
			check(w, b);
			release(w, op->id);
			heap_free(payload);
		}
		break;
	}
}

static void watched(const struct play *p)
{
	struct watch w = {
		.play = p,
		.blocks = map(p->trace.ids * sizeof *w.blocks, MAP_PRIVATE),
		.owners = map(((size_t)64 << 30) / ALIGNMENT * sizeof *w.owners,
		              MAP_PRIVATE),
	};
	struct json j;

	rig_json_open(&w.moments, '[');
	for (size_t i = 0; i < p->count; i++) {
		*progress = w.request = i + 1;
		watch_one(&w, &p->trace.ops[i]);
		look(&w);
	}
	for (size_t i = 0; i < p->trace.ids; i++)
		check(&w, &w.blocks[i]);
	rig_json_close(&w.moments, ']');
	begin(&j, "watched", p);
	number(&j, "requests", p->count);
	number(&j, "peak_live", w.peak_live);
	number(&j, "peak_held", w.peak_held);
	rig_json_key(&j, "moments");
	rig_json_raw(&j, rig_json_text(&w.moments));
	end(&j);
}

/* ---- timed and counted ---- */

/* Whom to ask. realloc NULL: alloc, copy, free. */
struct asked {
	void *(*alloc)(size_t size);
	void (*free)(void *payload);
	void *(*realloc)(void *payload, size_t size);
};

static void touch(const struct block *b)
{
	if (b->size > 0)
		b->payload[0] = b->payload[b->size - 1] = 1;
}

/* So that what is counted, or timed, is the heap and nothing else. */
#define COUNTED(call)                  \
	do {                           \
		CALLGRIND_TOGGLE_COLLECT; \
		call;                  \
		CALLGRIND_TOGGLE_COLLECT; \
	} while (0)

static void *ask_to_move(const struct asked *a, const struct block *b,
                         size_t size)
{
	void *payload;

	if (a->realloc != NULL) {
		COUNTED(payload = a->realloc(b->payload, size));
		return payload;
	}
	COUNTED(payload = a->alloc(size));
	if (payload == NULL)
		return NULL;
	memcpy(payload, b->payload, b->size < size ? b->size : size);
	COUNTED(a->free(b->payload));
	return payload;
}

static void ask(const struct asked *a, struct block *b,
                const struct trace_op *op)
{
	size_t size = size_of(op);
	void *payload = NULL;

	if (op->kind == TRACE_FREE) {
		COUNTED(a->free(b->payload));
	} else if (op->kind == TRACE_REALLOC && b->payload != NULL) {
		payload = ask_to_move(a, b, size);
	} else {
		COUNTED(payload = a->alloc(size));
	}
	*b = (struct block){ payload, payload != NULL ? size : 0, 0 };
	touch(b);
}

static void ask_all(const struct play *p, const struct asked *a,
                    struct block *blocks)
{
	for (size_t i = 0; i < p->count; i++) {
		*progress = i + 1;
		ask(a, &blocks[p->trace.ops[i].id], &p->trace.ops[i]);
	}
}

static const struct asked *heap(void)
{
	static struct asked asked = { heap_alloc, heap_free, NULL };

	asked.realloc = heap_realloc;
	return &asked;
}

static void counted(const struct play *p)
{
	struct block *blocks = map(p->trace.ids * sizeof *blocks, MAP_PRIVATE);
	struct json j;

	CALLGRIND_ZERO_STATS;
	ask_all(p, heap(), blocks);
	begin(&j, "counted", p);
	number(&j, "requests", p->count);
	number(&j, "pid", (size_t)getpid());
	end(&j);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Plays, and lowers *best to the time that it took. Gives everything back. */
static void time_one(const struct play *p, const struct asked *a,
                     struct block *blocks, double *best)
{
	double start = seconds();

	ask_all(p, a, blocks);
	double took = seconds() - start;
	if (*best <= 0 || took < *best)
		*best = took;
	for (size_t i = 0; i < p->trace.ids; i++) {
		a->free(blocks[i].payload);
		blocks[i] = (struct block){ 0 };
	}
}

/* The two take turns, so that what else the machine does meets both. */
static void timed(const struct play *p)
{
	struct asked libc = { malloc, free,
	                      heap_realloc != NULL ? realloc : NULL };
	struct block *blocks = map(p->trace.ids * sizeof *blocks, MAP_PRIVATE);
	double ours = 0, theirs = 0;
	struct json j;

	for (int round = 0; round < ROUNDS; round++) {
		time_one(p, heap(), blocks, &ours);
		time_one(p, &libc, blocks, &theirs);
	}
	begin(&j, "timed", p);
	rig_json_key(&j, "seconds");
	rig_json_seconds(&j, ours);
	rig_json_key(&j, "libc_seconds");
	rig_json_seconds(&j, theirs);
	end(&j);
}

/* ---- processes ---- */

static void tell_end(const struct play *p, int status)
{
	struct json j;

	begin(&j, "ended", p);
	number(&j, "request", *progress);
	number(&j, "signal", WIFSIGNALED(status) ? (size_t)WTERMSIG(status) : 0);
	number(&j, "exit", WIFEXITED(status) ? (size_t)WEXITSTATUS(status) : 0);
	end(&j);
}

/* Whatever the heap calls, this process ends here: in a play that goes on to
   its end by _exit with 0, and with nothing else. */
static _Noreturn void be_child(void (*act)(const struct play *),
                               const struct play *p)
{
	struct json j;

	alarm(limit);
	if (!heap_init()) {
		begin(&j, "fault", p);
		number(&j, "request", 0);
		rig_json_key(&j, "what");
		rig_json_string(&j, "init");
		number(&j, "bytes", 0);
		number(&j, "other", 0);
		end(&j);
		leave();
	}
	act(p);
	*progress = SIZE_MAX;
	leave();
}

/* True when the child came to its end. */
static bool in_child(void (*act)(const struct play *), const struct play *p)
{
	int status = 0;

	*progress = 0;
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0)
		die("no further process can be started");
	if (pid == 0)
		be_child(act, p);
	while (waitpid(pid, &status, 0) < 0)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		tell_end(p, status);
		return false;
	}
	return *progress == SIZE_MAX;
}

static void play(const struct play *p)
{
	if (RUNNING_ON_VALGRIND)
		in_child(counted, p);
	else if (in_child(watched, p))
		in_child(timed, p);
}

static void read_environment(void)
{
	const char *fd = getenv("RIG_EVENTS"), *time = getenv("TRACE_SECONDS");

	if (fd != NULL)
		events = atoi(fd);
	if (time != NULL && atoi(time) > 0)
		limit = (unsigned)atoi(time);
	if (events < 0 || fcntl(events, F_GETFD) < 0)
		die("RIG_EVENTS names no open descriptor");
}

int main(int argc, char **argv)
{
	char problem[TRACE_PROBLEM];
	struct json j;

	if (argc < 3 || argc % 2 == 0)
		die("use: trace_driver REQUESTS FILE [REQUESTS FILE]...");
	read_environment();
	progress = map(sizeof *progress, MAP_SHARED);
	for (int i = 1; i + 1 < argc; i += 2) {
		struct play p = { .index = (size_t)i / 2,
		                  .count = strtoul(argv[i], NULL, 10) };

		if (strcmp(argv[i + 1], "-") == 0)
			continue;
		if (!trace_read(&p.trace, argv[i + 1], problem))
			die(problem);
		if (p.count == 0 || p.count > p.trace.count)
			p.count = p.trace.count;
		play(&p);
		trace_close(&p.trace);
	}
	begin(&j, "finish", NULL);
	end(&j);
	return 0;
}
