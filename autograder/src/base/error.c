/*
 * error.c - one form for everything that is wrong.
 */
#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>

static const char *program = "grade";

void error_program(const char *name)
{
	program = name;
}

__attribute__((format(printf, 1, 0)))
static void print(const char *format, va_list args)
{
	fflush(stdout);
	fprintf(stderr, "%s: ", program);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void error_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print(format, args);
	va_end(args);
}

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print(format, args);
	va_end(args);
	exit(3);
}

bool problem_set(struct text *problem, const char *format, ...)
{
	va_list args;

	if (problem == NULL)
		return false;
	struct text fresh = TEXT_EMPTY;
	va_start(args, format);
	text_add_v(&fresh, format, args);
	va_end(args);
	text_free(problem);
	*problem = fresh;
	return false;
}
