/*
 * trace.c - traces of allocation requests (rig/trace.h).
 */
#include "fuzz.h"

#include <stdlib.h>

#include "trace.h"

static void expect_sound(const struct trace *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->ops[i].id >= t->ids || t->ops[i].size > TRACE_SIZE_MAX)
			fuzz_wrong("a trace was taken that the player can't play");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_string(data, size), problem[TRACE_PROBLEM];
	struct trace t;

	if (trace_parse(&t, text, size, problem))
		expect_sound(&t);
	trace_close(&t);
	free(text);
	return 0;
}
