/*
 * sequence.c - random requests, and the fewest that fail (see sequence.h).
 *
 * Whether a sequence fails is asked of a child: it plays, and what the fence
 * or the subject finds, rig_violation hands to tell(), which writes it into
 * memory shared with the parent and ends the child. A child that a signal
 * ends has crashed, or, if the signal is SIGPROF, used up its time.
 */
#define _GNU_SOURCE 1
#include "sequence.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "violation.h"

/* Milliseconds: of CPU for the first play and for each attempt to shorten
   it, and of wall time for all attempts together. */
enum { FIRST_LIMIT = 500, LIMIT = 25, PATIENCE = 4000 };

enum end { FINE, FAULTY, CRASHED, ENDLESS };

/* Written by the child, read by the parent. */
struct report {
	size_t step;                /* the request that is being played      */
	char message[1024];
};

/* One call of sequence_try. */
static struct {
	const struct sequence_subject *subject;
	const char *file;
	unsigned line;
	struct report *report;
	struct timespec start;
	struct sequence best;       /* the shortest that is known to fail    */
} try;

static void *held[SEQUENCE_MAX + 1];

/* ---- drawing ---- */

/* Below `below`, or 0. Marsaglia's xorshift32; the state is never 0. */
static uint32_t draw(uint32_t *state, uint32_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return below > 0 ? *state % below : 0;
}

uint32_t sequence_seed(uint32_t number)
{
	const char *text = getenv("RIG_SEED");
	uint32_t seed = text == NULL ? 1 : (uint32_t)strtoul(text, NULL, 10);

	seed = (seed * 0x9e3779b9u) ^ (number * 0x85ebca6bu);
	return seed == 0 ? 1 : seed;
}

static size_t draw_size(uint32_t *state, const struct sequence_sizes *sizes)
{
	uint32_t sum = 0, at;

	for (size_t i = 0; sizes[i].weight != 0; i++)
		sum += sizes[i].weight;
	at = draw(state, sum);
	for (; at >= sizes->weight && sizes->weight != 0; sizes++)
		at -= sizes->weight;
	return sizes->least
	       + draw(state, (uint32_t)(sizes->most - sizes->least + 1));
}

static char draw_kind(uint32_t *state, const struct sequence_weights *w,
                      size_t live)
{
	uint32_t at = draw(state, w->alloc + w->realloc + w->free);

	if (live == 0)
		return 'a';
	if (live == w->live)
		return at < w->realloc ? 'r' : 'f';
	return at < w->alloc ? 'a' : at < w->alloc + w->realloc ? 'r' : 'f';
}

void sequence_draw(struct sequence *s, uint32_t seed,
                   const struct sequence_weights *weights, size_t count)
{
	unsigned live[SEQUENCE_MAX] = { 0 }, last = 0;
	size_t n = 0;

	s->count = count < SEQUENCE_MAX ? count : SEQUENCE_MAX;
	for (size_t i = 0; i < s->count; i++) {
		struct sequence_op *op = &s->ops[i];
		size_t which;

		*op = (struct sequence_op){ draw_kind(&seed, weights, n), 0, 0 };
		if (op->kind == 'a')
			live[n++] = ++last;
		which = op->kind == 'a' ? n - 1 : draw(&seed, (uint32_t)n);
		op->id = live[which];
		if (op->kind == 'f')
			live[which] = live[--n];
		else
			op->size = draw_size(&seed, weights->sizes);
	}
}

/* ---- playing ---- */

static void request(const struct sequence_op *op)
{
	void **payload = &held[op->id];

	if (op->kind == 'a')
		*payload = fence_alloc_at(op->size, try.file, try.line);
	else if (op->kind == 'r')
		*payload = fence_realloc_at(*payload, op->size, try.file, try.line);
	else
		fence_free_at(*payload, try.file, try.line);
}

/* Under Memcheck nobody can touch a payload unseen, so once is enough. */
static bool look_after(size_t step, size_t count)
{
	return !RUNNING_ON_VALGRIND || step + 1 == count;
}

/* Plays the first `count` requests; returns if nothing was wrong. */
static void play(const struct sequence *s, size_t count)
{
	const struct sequence_subject *subject = try.subject;
	const char *problem = NULL;

	memset(held, 0, sizeof held);
	subject->begin();
	fence_use(subject->allocator);
	for (size_t i = 0; i < count && problem == NULL; i++) {
		const struct sequence_op *op = &s->ops[i];

		try.report->step = i;
		if (subject->before != NULL)
			subject->before(op);
		request(op);
		if (look_after(i, count))
			fence_check_all_at(try.file, try.line);
		if (subject->after != NULL)
			problem = subject->after(op, held[op->id]);
	}
	if (problem != NULL)
		rig_violation(try.file, try.line, "%s", problem);
}

/* ---- asking a child ---- */

/* What the fence or the subject found: the child has done its work. */
static void tell(char *message, size_t size)
{
	(void)size;
	(void)snprintf(try.report->message, sizeof try.report->message, "%s",
	               message);
	_exit(FAULTY);
}

/* What the student's code prints is printed once, when the parent plays. */
static void be_quiet(void)
{
	int nowhere = open("/dev/null", O_WRONLY);

	if (nowhere < 0)
		return;
	(void)dup2(nowhere, STDOUT_FILENO);
	(void)dup2(nowhere, STDERR_FILENO);
}

static _Noreturn void be_child(const struct sequence *s, int limit)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
	                               SIGPROF };
	struct itimerval timer = { .it_value = { limit / 1000,
	                                         limit % 1000 * 1000 } };

	be_quiet();
	/* Once for the fence, which would look at the heap in a crash. */
	fence_use(try.subject->allocator);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		(void)signal(signals[i], SIG_DFL);
	(void)setitimer(ITIMER_PROF, &timer, NULL);
	rig_violation_listener = tell;
	play(s, s->count);
	_exit(FINE);
}

static enum end ask(const struct sequence *s, int limit)
{
	int status = 0;
	pid_t pid;

	(void)fflush(NULL);
	*try.report = (struct report){ 0 };
	pid = fork();
	if (pid == 0)
		be_child(s, limit);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return FINE;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGPROF ? ENDLESS : CRASHED;
	return WEXITSTATUS(status) == FINE ? FINE : FAULTY;
}

/* ---- shortening ---- */

static bool patient(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - try.start.tv_sec) * 1000
	       + (now.tv_nsec - try.start.tv_nsec) / 1000000 < PATIENCE;
}

/* Nothing behind the request that failed is needed. */
static void cut(struct sequence *s)
{
	if (try.report->step + 1 < s->count)
		s->count = try.report->step + 1;
}

/* Keeps the candidate if it fails too. */
static bool better(struct sequence *candidate)
{
	if (candidate->count == 0 || !patient()
	    || ask(candidate, LIMIT) == FINE)
		return false;
	cut(candidate);
	try.best = *candidate;
	return true;
}

/* All of the best but what is done with the payloads from first to last. */
static bool without_payloads(unsigned first, unsigned last)
{
	struct sequence less = { 0 };

	for (size_t i = 0; i < try.best.count; i++)
		if (try.best.ops[i].id < first || try.best.ops[i].id > last)
			less.ops[less.count++] = try.best.ops[i];
	return less.count < try.best.count && better(&less);
}

/* First large groups of payloads, then smaller ones, at last each alone. */
static bool drop_payloads(void)
{
	bool dropped = false;

	for (unsigned n = SEQUENCE_MAX / 2; n > 0; n /= 2)
		for (unsigned first = 1; first <= SEQUENCE_MAX; first += n)
			dropped |= without_payloads(first, first + n - 1);
	return dropped;
}

/* A payload may as well stay, or keep its size. */
static bool drop_ops(void)
{
	bool dropped = false;

	for (size_t i = try.best.count; i-- > 0;) {
		struct sequence less = try.best;

		if (i >= less.count || less.ops[i].kind == 'a')
			continue;
		memmove(&less.ops[i], &less.ops[i + 1],
		        (less.count - i - 1) * sizeof less.ops[0]);
		less.count--;
		dropped |= better(&less);
	}
	return dropped;
}

/* Small round sizes are easier to think about. */
static bool simplify_sizes(void)
{
	static const size_t simple[] = { 24, 40, 100, 200, 400, 1000 };
	bool changed = false;

	for (size_t i = 0; i < try.best.count; i++)
		for (size_t k = 0; k < sizeof simple / sizeof *simple; k++) {
			struct sequence other = try.best;

			if (i >= other.count || other.ops[i].size <= simple[k])
				break;
			other.ops[i].size = simple[k];
			if (better(&other)) {
				changed = true;
				break;
			}
		}
	return changed;
}

/* Ids count up from 1 again. */
static void renumber(struct sequence *s)
{
	unsigned names[SEQUENCE_MAX + 1] = { 0 }, last = 0;

	for (size_t i = 0; i < s->count; i++) {
		unsigned *name = &names[s->ops[i].id];

		if (*name == 0)
			*name = ++last;
		s->ops[i].id = *name;
	}
}

static void shorten(const struct sequence *s)
{
	bool again = true;

	(void)clock_gettime(CLOCK_MONOTONIC, &try.start);
	try.best = *s;
	cut(&try.best);
	while (again && patient()) {
		again = drop_payloads();
		again |= drop_ops();
		again |= simplify_sizes();
	}
	renumber(&try.best);
}

/* ---- telling ---- */

struct page {
	char *at;
	size_t left;
};

__attribute__((format(printf, 2, 3)))
static void add(struct page *page, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(page->at, page->left, format, args);
	va_end(args);
	if (length < 0)
		return;
	if ((size_t)length >= page->left)
		length = page->left > 0 ? (int)page->left - 1 : 0;
	page->at += length;
	page->left -= (size_t)length;
}

void sequence_lines(const struct sequence *s, char *out, size_t size)
{
	struct page page = { out, size };

	*out = '\0';
	for (size_t i = 0; i < s->count; i++)
		if (s->ops[i].kind == 'f')
			add(&page, "\n  f %u", s->ops[i].id);
		else
			add(&page, "\n  %c %u %zu", s->ops[i].kind, s->ops[i].id,
			    s->ops[i].size);
}

static unsigned highest_id(const struct sequence *s)
{
	unsigned highest = 0;

	for (size_t i = 0; i < s->count; i++)
		if (s->ops[i].id > highest)
			highest = s->ops[i].id;
	return highest;
}

void sequence_program(const struct sequence *s, char *out, size_t size)
{
	struct page page = { out, size };

	*out = '\0';
	add(&page, "#include <stdio.h>\n\n#include \"heap.h\"\n\n"
	    "int main(void)\n{\n\tvoid *p[%u];\n\tconst char *problem;\n\n"
	    "\theap_init();\n", highest_id(s) + 1);
	for (size_t i = 0; i < s->count; i++) {
		const struct sequence_op *op = &s->ops[i];

		if (op->kind == 'a')
			add(&page, "\tp[%u] = heap_alloc(%zu);\n", op->id, op->size);
		else if (op->kind == 'r')
			add(&page, "\tp[%u] = heap_realloc(p[%u], %zu);\n", op->id,
			    op->id, op->size);
		else
			add(&page, "\theap_free(p[%u]);\n", op->id);
	}
	add(&page, "\tproblem = heap_check();\n"
	    "\tputs(problem == NULL ? \"sound\" : problem);\n"
	    "\treturn 0;\n}\n");
}

/* Beside the tests; it is a help, and no matter if it can't be written. */
static void write_program(const struct sequence *s)
{
	static char text[SEQUENCE_MAX * 64];
	char name[40];
	FILE *file;

	(void)snprintf(name, sizeof name, "sequence-%u.c", try.line);
	file = fopen(name, "w");
	if (file == NULL)
		return;
	sequence_program(s, text, sizeof text);
	(void)fputs(text, file);
	(void)fclose(file);
}

/* The fence and the subject say what is wrong; here is when. */
static void append_lines(char *message, size_t size)
{
	size_t length = strlen(message);
	struct page page = { message + length, size - length };

	add(&page, "\n" SEQUENCE_LEAD);
	sequence_lines(&try.best, page.at, page.left);
}

/* Fails the test where the sequence leads; before the last request, if that
   one would take the test with it. */
static void fail(enum end end)
{
	write_program(&try.best);
	rig_violation_listener = append_lines;
	if (end == FAULTY)
		play(&try.best, try.best.count);
	else
		play(&try.best, try.best.count - 1);
	if (end == CRASHED)
		rig_violation(try.file, try.line, "The heap crashed in the last of "
		              "these requests.");
	if (end == ENDLESS)
		rig_violation(try.file, try.line, "The heap did not come back from "
		              "the last of these requests.");
	rig_violation(try.file, try.line, "%s", end == FAULTY
	              ? try.report->message : "The heap fails now and then.");
}

static bool share_report(void)
{
	void *map = mmap(NULL, sizeof *try.report, PROT_READ | PROT_WRITE,
	                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (map != MAP_FAILED)
		try.report = map;
	return map != MAP_FAILED;
}

void sequence_try_at(const struct sequence_subject *subject,
                     const struct sequence *s, const char *file, unsigned line)
{
	try.subject = subject;
	try.file = file;
	try.line = line;
	if (try.report == NULL && !share_report())
		rig_violation(file, line, "the rig got no memory");
	/* Memcheck is to see each request; what is wrong, the native run says. */
	if (!RUNNING_ON_VALGRIND && ask(s, FIRST_LIMIT) != FINE) {
		shorten(s);
		fail(ask(&try.best, FIRST_LIMIT));
	}
	play(s, s->count);
}
