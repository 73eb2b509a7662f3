/*
 * sixteen.h - the traces of the race: four recorded, twelve made up.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "trace.h"

enum { TEXT = 1 << 20 };
static char text[TEXT];                 /* a trace, as it is written down */
static size_t written;

static int add_line(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	written += (size_t)vsnprintf(text + written, TEXT - written, format, rest);
	va_end(rest);
	return 0;
}

/* The patterns of the generator: what it prints goes into the text. */
#define main   generate_main
#define printf add_line
#include "../../../autograder/traces/generate.c"
#undef main
#undef printf

/* What four programs asked of malloc. The linker puts the files into this
   program as they are, and gives the place where each begins and ends a name. */
#define RECORDED(name)                                                       \
	extern const char _binary_autograder_traces_##name##_trace_start[];  \
	extern const char _binary_autograder_traces_##name##_trace_end[]
RECORDED(gcc);
RECORDED(git);
RECORDED(python);
RECORDED(sqlite);
#define TRACE(name) { #name, _binary_autograder_traces_##name##_trace_start, \
	_binary_autograder_traces_##name##_trace_end }

enum { RECORDS = 4, PATTERNS = sizeof patterns / sizeof *patterns,
	TRACES = RECORDS + PATTERNS };

typedef void play_trace(const char *name, const struct trace *t);

static void parse(play_trace *play, const char *name, const char *from, size_t bytes)
{
	char problem[TRACE_PROBLEM];
	struct trace t;

	if (!trace_parse(&t, from, bytes, problem))
		exit(1);
	play(name, &t);
	trace_close(&t);
}

static void sixteen(play_trace *play)
{
	static const struct {
		const char *name, *start, *end;
	} records[RECORDS] = { TRACE(gcc), TRACE(git), TRACE(python), TRACE(sqlite) };

	for (size_t i = 0; i < RECORDS; i++)
		parse(play, records[i].name, records[i].start,
		      (size_t)(records[i].end - records[i].start));
	for (size_t i = 0; i < PATTERNS; i++) {
		written = 0;
		state = UINT64_C(0x9e3779b97f4a7c15) + 1;       /* seed 1 */
		patterns[i].write();
		parse(play, patterns[i].name, text, written);
	}
}
