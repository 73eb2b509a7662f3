#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The heap of stage 08 in the same program, under other names. */
#define heap_init  old_init
#define heap_alloc old_alloc
#define heap_free  old_free
#define heap_walk  old_walk
#define heap_check old_check
#include "../../../solutions/08-headers/heap.c"
#undef heap_init
#undef heap_alloc
#undef heap_free

#include "trace.h"

bool heap_init(void);                   /* these are stage 09's */
void *heap_alloc(size_t size);
void heap_free(void *payload);

enum { OPS = 4000, LINE = 24 };

static char text[OPS * LINE];           /* a trace, as it is written down */
static size_t length;

static void add(char kind, size_t id, size_t size)
{
	char *at = text + length;

	length += (size_t)snprintf(at, LINE, kind == 'a' ? "%c %zu %zu\n"
	                           : "%c %zu\n", kind, id, size);
}

// region: traces
/* A thousand names of 24 bytes, and nothing else. */
static void names(void)
{
	for (size_t i = 0; i < 1000; i++)
		add('a', i, 24);
}

/* Every day the report gets longer; yesterday's goes when it is there. */
static void reports(void)
{
	add('a', 0, 1000);
	for (size_t day = 1; day < 60; day++) {
		add('a', day, 1000 + 100 * day);
		add('f', day - 1, 0);
	}
}

/* Four albums of 100 pictures each, and each time larger ones: before the
   next album is opened, all but every tenth picture of this one is freed. */
static void albums(void)
{
	for (size_t album = 0; album < 4; album++) {
		for (size_t i = 0; i < 100; i++)
			add('a', album * 100 + i, (40 + i % 7 * 10) << album);
		for (size_t i = 0; i < 100; i++)
			if (i % 10 != 9)
				add('f', album * 100 + i, 0);
	}
}

/* 500 tiles; every second goes, and what comes is a little larger. */
static void tiles(void)
{
	for (size_t i = 0; i < 500; i++)
		add('a', i, 48);
	for (size_t i = 0; i < 500; i += 2)
		add('f', i, 0);
	for (size_t i = 500; i < 750; i++)
		add('a', i, 80);
}
// endregion

/* What git and python3 asked of malloc. The linker puts the two files into the
   program as they are, and gives the place where each begins and ends a name. */
extern const char _binary_autograder_traces_git_trace_start[];
extern const char _binary_autograder_traces_git_trace_end[];
extern const char _binary_autograder_traces_python_trace_start[];
extern const char _binary_autograder_traces_python_trace_end[];

static size_t held(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

static struct moment {
	size_t live, held[2];
} moments[OPS + 1];

/* For the plot. */
static void look(const struct trace_moment *moment, void *context)
{
	size_t which = *(size_t *)context;

	moments[moment->done].live = moment->live;
	moments[moment->done].held[which] = moment->held;
}

static struct trace_report play(const struct trace *t, size_t which)
{
	const struct trace_allocator heaps[] = {
		{ .alloc = old_alloc, .free = old_free, .held = held },
		{ .alloc = heap_alloc, .free = heap_free, .held = held },
	};
	struct trace_report report = { 0 };

	pages_reset((size_t)64 << 20);
	if (!(which == 0 ? old_init() : heap_init())
	    || !trace_play(t, &heaps[which], true, t->count <= OPS ? look : NULL,
	                   &which, &report))
		exit(1);
	return report;
}

static struct trace parsed(const char *start, const char *end)
{
	char problem[TRACE_PROBLEM];
	struct trace t;

	if (!trace_parse(&t, start, (size_t)(end - start), problem))
		exit(1);
	return t;
}

static struct trace written(void (*write)(void))
{
	length = 0;
	write();
	return parsed(text, text + length);
}

static void compare(const char *name, struct trace t)
{
	struct trace_report old = play(&t, 0), new = play(&t, 1);

	printf("%-8s  %7zu  %7zu %3.0f%%  %7zu %3.0f%%\n", name, old.peak_live,
	       old.peak_held, 100 * trace_utilisation(&old),
	       new.peak_held, 100 * trace_utilisation(&new));
	trace_close(&t);
}

static void print_json(void)
{
	struct trace t = written(albums);

	play(&t, 0);
	play(&t, 1);
	printf("[");
	for (size_t i = 0; i <= t.count; i++)
		printf("%s\n{\"op\": %zu, \"live\": %zu, \"old\": %zu, \"new\": %zu}",
		       i == 0 ? "" : ",", i, moments[i].live, moments[i].held[0],
		       moments[i].held[1]);
	printf("\n]\n");
	trace_close(&t);
}

int main(int count, char **args)
{
	if (count == 2 && strcmp(args[1], "json") == 0) {
		print_json();
		return 0;
	}
	// region: main
	printf("trace     in use   stage 08      stage 09\n");
	compare("reports", written(reports));
	compare("albums", written(albums));
	compare("tiles", written(tiles));
	compare("names", written(names));
	compare("git", parsed(_binary_autograder_traces_git_trace_start,
	                      _binary_autograder_traces_git_trace_end));
	compare("python3", parsed(_binary_autograder_traces_python_trace_start,
	                          _binary_autograder_traces_python_trace_end));
	// endregion
	return 0;
}

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c autograder/rig/trace.c -Wl,-b,binary,autograder/traces/git.trace,autograder/traces/python.trace,-b,default,-z,noexecstack; args=text
