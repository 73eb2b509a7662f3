#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEXT = 1 << 20 };
static char text[TEXT];
static size_t written;

static int add_line(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	written += (size_t)vsnprintf(text + written, TEXT - written, format, rest);
	va_end(rest);
	return 0;
}

#define main   generate_main
#define printf add_line
#include "../../../autograder/traces/generate.c"
#undef main
#undef printf

#include "heap.h"
#include "pages.h"
#include "trace.h"

static size_t held(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

static double play(const struct trace *t)
{
	static const struct trace_allocator heap = {
		.alloc = heap_alloc, .free = heap_free, .held = held,
	};
	struct trace_report report = { 0 };

	pages_reset((size_t)64 << 20);
	if (!heap_init() || !trace_play(t, &heap, true, NULL, NULL, &report)
	    || heap_check() != NULL)
		exit(1);
	return 100 * trace_utilisation(&report);
}

static double show(const char *name, struct trace *t)
{
	double utilisation = play(t);

	printf("%-13s %5.1f\n", name, utilisation);
	trace_close(t);
	return utilisation;
}

static double show_file(const char *name)
{
	char path[100], problem[TRACE_PROBLEM];
	struct trace t;

	(void)snprintf(path, sizeof path, "autograder/traces/%s.trace", name);
	if (!trace_read(&t, path, problem)) {
		fprintf(stderr, "%s\n", problem);
		exit(1);
	}
	return show(name, &t);
}

static double show_pattern(const struct pattern *pattern)
{
	char problem[TRACE_PROBLEM];
	struct trace t;

	written = 0;
	state = UINT64_C(0x9e3779b97f4a7c15) + 1;       /* seed 1 */
	pattern->write();
	if (!trace_parse(&t, text, written, problem))
		exit(1);
	return show(pattern->name, &t);
}

int main(void)
{
	static const char *const files[] = { "gcc", "git", "python", "sqlite" };
	const size_t count = sizeof patterns / sizeof *patterns;
	double sum = 0;

	for (size_t i = 0; i < 4; i++)
		sum += show_file(files[i]);
	for (size_t i = 0; i < count; i++)
		sum += show_pattern(&patterns[i]);
	printf("%-13s %5.1f\n", "mean", sum / (double)(4 + count));
	return 0;
}

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c autograder/rig/trace.c
