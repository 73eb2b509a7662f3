/*
 * show.c - what is in a trace.
 *
 *     show FILE...     a line for each: operations, blocks at once, bytes at once
 *
 * Ends with 1 when a file is no trace, and says which line is wrong.
 */
#include <stdio.h>

#include "trace.h"

static size_t most_blocks(const struct trace *t)
{
	size_t now = 0, most = 0;

	for (size_t i = 0; i < t->count; i++) {
		now += t->ops[i].kind == TRACE_ALLOC;
		now -= t->ops[i].kind == TRACE_FREE;
		if (now > most)
			most = now;
	}
	return most;
}

int main(int argc, char **argv)
{
	char problem[TRACE_PROBLEM];
	struct trace t;
	int status = 0;

	for (int i = 1; i < argc; i++) {
		if (trace_read(&t, argv[i], problem))
			printf("%-40s %8zu operations, %6zu blocks and %9zu bytes "
			       "at most\n", argv[i], t.count, most_blocks(&t),
			       t.peak_live);
		else
			status = fprintf(stderr, "%s\n", problem) > 0;
		trace_close(&t);
	}
	return status;
}
