/*
 * trace.c - reads traces and plays them (see trace.h).
 *
 * Memory comes from mmap alone: the allocator that is asked may be malloc itself.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "trace.h"

#define IDS_MAX ((uint32_t)1 << 20)

static void *map(size_t bytes)
{
	void *start = mmap(NULL, bytes > 0 ? bytes : 1, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return start != MAP_FAILED ? start : NULL;
}

static void unmap(void *start, size_t bytes)
{
	if (start != NULL)
		munmap(start, bytes > 0 ? bytes : 1);
}

__attribute__((format(printf, 2, 3)))
static bool wrong(char *problem, const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	(void)vsnprintf(problem, TRACE_PROBLEM, format, rest);
	va_end(rest);
	return false;
}

/* ---- reading ---- */

/* What a line may refer to: the bytes of each block, plus 1; 0: there is none. */
struct reader {
	struct trace *t;
	size_t *held;
	size_t live, line;
	char *problem;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Digits up to a space or the end; false when it is no number up to most. */
static bool number(const char **at, const char *end, size_t most, size_t *value)
{
	const char *start = *at;

	*value = 0;
	for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
		*value = *value * 10 + (size_t)(**at - '0');
		if (*value > most)
			return false;
	}
	return *at > start && (*at == end || is_space(**at));
}

static void skip_spaces(const char **at, const char *end)
{
	while (*at < end && is_space(**at))
		++*at;
}

/* Splits a line into an operation, without a look at what went before. */
static bool split(const char *at, const char *end, struct trace_op *op)
{
	static const char letters[] = "arf";
	const char *letter = memchr(letters, *at, sizeof letters - 1);
	size_t id;

	if (letter == NULL)
		return false;
	at++;
	if (at == end || !is_space(*at))
		return false;
	op->kind = (enum trace_kind)(letter - letters);
	op->size = 0;
	skip_spaces(&at, end);
	if (!number(&at, end, IDS_MAX - 1, &id))
		return false;
	op->id = (uint32_t)id;
	skip_spaces(&at, end);
	if (op->kind != TRACE_FREE && !number(&at, end, TRACE_SIZE_MAX, &op->size))
		return false;
	skip_spaces(&at, end);
	return at == end;
}

/* Takes an operation over into the trace, if it makes sense at this point. */
static bool take(struct reader *r, const struct trace_op *op)
{
	struct trace *t = r->t;
	bool there = r->held[op->id] != 0;

	if (there && op->kind == TRACE_ALLOC)
		return wrong(r->problem, "line %zu: block %u is there already; "
		             "free it first, or give the new one another number",
		             r->line, op->id);
	if (!there && op->kind != TRACE_ALLOC)
		return wrong(r->problem, "line %zu: there is no block %u at this "
		             "point", r->line, op->id);
	if (there)
		r->live -= r->held[op->id] - 1;
	r->live += op->size;
	r->held[op->id] = op->kind == TRACE_FREE ? 0 : op->size + 1;
	if (r->live > t->peak_live)
		t->peak_live = r->live;
	if (op->id >= t->ids)
		t->ids = op->id + 1;
	t->ops[t->count++] = *op;
	return true;
}

static bool take_line(struct reader *r, const char *at, const char *end)
{
	struct trace_op op;

	skip_spaces(&at, end);
	if (at == end || *at == '#')
		return true;
	if (!split(at, end, &op))
		return wrong(r->problem, "line %zu: expected `a ID SIZE`, `r ID SIZE` "
		             "or `f ID`, found `%.*s`", r->line,
		             (int)(end - at < 60 ? end - at : 60), at);
	return take(r, &op);
}

static size_t count_lines(const char *text, size_t length)
{
	size_t lines = 1;

	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	return lines;
}

static bool take_lines(struct reader *r, const char *text, size_t length)
{
	const char *end = text + length;

	for (const char *at = text; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		r->line++;
		if (!take_line(r, at, stop))
			return false;
		at = stop < end ? stop + 1 : end;
	}
	return true;
}

/* The mapping has room for an operation a line, and keeps its length in front. */
struct store {
	size_t bytes;
	struct trace_op ops[];
};

static struct store *store_of(const struct trace *t)
{
	return (struct store *)(void *)((char *)t->ops - offsetof(struct store, ops));
}

bool trace_parse(struct trace *t, const char *text, size_t length, char *problem)
{
	size_t bytes = sizeof(struct store) +
	               count_lines(text, length) * sizeof(struct trace_op);
	struct reader r = { .t = t, .problem = problem };
	struct store *store = map(bytes);

	*t = (struct trace){ 0 };
	r.held = map(IDS_MAX * sizeof *r.held);
	if (store == NULL || r.held == NULL) {
		unmap(store, bytes);
		unmap(r.held, IDS_MAX * sizeof *r.held);
		return wrong(problem, "no memory for a trace of %zu bytes", length);
	}
	store->bytes = bytes;
	t->ops = store->ops;
	bool ok = take_lines(&r, text, length);
	unmap(r.held, IDS_MAX * sizeof *r.held);
	if (!ok)
		trace_close(t);
	return ok;
}

void trace_close(struct trace *t)
{
	if (t->ops != NULL)
		unmap(store_of(t), store_of(t)->bytes);
	*t = (struct trace){ 0 };
}

bool trace_read(struct trace *t, const char *path, char *problem)
{
	char said[TRACE_PROBLEM];
	struct stat about;
	void *text;
	bool ok;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*t = (struct trace){ 0 };
	if (fd < 0 || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
		ok = wrong(problem, "%.150s can't be read: %s", path,
		           fd < 0 ? strerror(errno) : "it is no file");
		if (fd >= 0)
			close(fd);
		return ok;
	}
	size_t length = (size_t)about.st_size;
	text = length > 0 ? mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
	close(fd);
	if (text == MAP_FAILED)
		return wrong(problem, "%.150s can't be read: %s", path, strerror(errno));
	ok = trace_parse(t, length > 0 ? text : "", length, said);
	if (length > 0)
		munmap(text, length);
	return ok || wrong(problem, "%.100s: %.140s", path, said);
}

/* ---- playing ---- */

struct block {
	unsigned char *payload;
	size_t size;
};

struct player {
	const struct trace_allocator *a;
	struct block *blocks;      /* by id */
	size_t live;
	bool bytes_too;
	struct trace_report *report;
};

/* A program writes into what it asked for. */
static void write_to(const struct player *p, const struct block *b)
{
	enum { EDGE = 8 };

	if (p->bytes_too || b->size <= (size_t)2 * EDGE) {
		memset(b->payload, 0x5a, b->size);
	} else {
		memset(b->payload, 0x5a, EDGE);
		memset(b->payload + b->size - EDGE, 0x5a, EDGE);
	}
}

/* For an allocator without realloc: what C17 says that realloc does. */
static void *move(const struct player *p, const struct block *old, size_t size)
{
	void *payload;

	if (p->a->realloc != NULL)
		return p->a->realloc(old->payload, size);
	payload = p->a->alloc(size);
	if (payload == NULL)
		return NULL;
	memcpy(payload, old->payload, old->size < size ? old->size : size);
	p->a->free(old->payload);
	return payload;
}

/* A block of 0 bytes may be NULL, and is none then. */
static bool grant(struct player *p, struct block *b, void *payload, size_t size)
{
	if (payload == NULL) {
		p->report->failed += size > 0;
		return size == 0;
	}
	p->live += size - b->size;
	*b = (struct block){ payload, size };
	write_to(p, b);
	return true;
}

static bool play_one(struct player *p, const struct trace_op *op)
{
	struct block *b = &p->blocks[op->id];

	switch (op->kind) {
	case TRACE_ALLOC:
		return grant(p, b, p->a->alloc(op->size), op->size);
	case TRACE_REALLOC:
		if (b->payload == NULL)        /* the request for it had failed */
			return false;
		/* realloc to 0 bytes is not defined the same everywhere */
		return grant(p, b, move(p, b, op->size > 0 ? op->size : 1),
		             op->size > 0 ? op->size : 1);
	case TRACE_FREE:
		break;
	}
	if (b->payload == NULL)
		return false;
	p->a->free(b->payload);
	p->live -= b->size;
	*b = (struct block){ 0 };
	return true;
}

bool trace_play(const struct trace *t, const struct trace_allocator *a,
                bool bytes_too, trace_look *look, void *context,
                struct trace_report *report)
{
	size_t room = t->ids * sizeof(struct block);
	struct player p = { .a = a, .bytes_too = bytes_too, .report = report,
	                    .blocks = map(room) };

	*report = (struct trace_report){ 0 };
	if (p.blocks == NULL)
		return false;
	for (size_t i = 0; i < t->count; i++) {
		report->done += play_one(&p, &t->ops[i]);
		struct trace_moment now = {
			i + 1, p.live, a->held != NULL ? a->held() : 0
		};
		if (now.live > report->peak_live)
			report->peak_live = now.live;
		if (now.held > report->peak_held)
			report->peak_held = now.held;
		if (look != NULL)
			look(&now, context);
	}
	unmap(p.blocks, room);
	return true;
}

double trace_utilisation(const struct trace_report *report)
{
	return report->peak_held == 0
	     ? 0 : (double)report->peak_live / (double)report->peak_held;
}
