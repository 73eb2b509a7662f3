/*
 * test_trace.c - traces: what is one, what is none, and what playing one does.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trace.h"

static struct trace trace;
static char problem[TRACE_PROBLEM];

static bool parse(const char *text)
{
	return trace_parse(&trace, text, strlen(text), problem);
}

Test(trace, reads_the_three_kinds)
{
	cr_assert(parse("# two blocks\na 0 100\n\n  a 7 20\nr 0 300\r\nf 7\nf 0"));
	cr_expect(eq(sz, trace.count, 5));
	cr_expect(eq(u32, trace.ids, 8));
	cr_expect(eq(int, trace.ops[2].kind, TRACE_REALLOC));
	cr_expect(eq(sz, trace.ops[2].size, 300));
	cr_expect(eq(u32, trace.ops[1].id, 7));
	cr_expect(eq(sz, trace.peak_live, 320), "100 and 20, then 300 and 20");
	trace_close(&trace);
	cr_expect(eq(ptr, trace.ops, NULL));
}

Test(trace, counts_a_name_that_is_used_again)
{
	cr_assert(parse("a 3 10\nf 3\na 3 4\n"));
	cr_expect(eq(sz, trace.peak_live, 10));
	trace_close(&trace);
}

Test(trace, may_be_empty)
{
	cr_assert(parse(""));
	cr_expect(eq(sz, trace.count, 0));
	trace_close(&trace);
}

static void refuses(const char *text, const char *words)
{
	cr_expect(parse(text) == false, "taken for a trace: %s", text);
	cr_expect(strstr(problem, words) != NULL,
	          "`%s` should say: %s", problem, words);
	cr_expect(eq(ptr, trace.ops, NULL), "nothing is left to close");
}

Test(trace, says_what_is_wrong_and_where)
{
	refuses("a 0 1\nx 1 2\n", "line 2: expected `a ID SIZE`");
	refuses("a 0\n", "line 1: expected");
	refuses("a 0 1 2\n", "found `a 0 1 2`");
	refuses("a -1 1\n", "found `a -1 1`");
	refuses("a 0 1x\n", "line 1");
	refuses("a\n", "line 1");
	refuses("f 0 8\n", "line 1: expected");
	refuses("a 1048576 1\n", "line 1");
	refuses("a 0 99999999999999999999999\n", "line 1");
	refuses("a 0 8\n\na 0 8\n", "line 3: block 0 is there already");
	refuses("a 0 8\nf 0\nf 0\n", "line 3: there is no block 0");
	refuses("r 4 8\n", "line 1: there is no block 4");
}

Test(trace, names_the_file_that_is_none)
{
	char path[] = "/tmp/trace.XXXXXX";
	int fd = mkstemp(path);

	cr_assert(write(fd, "a 0 1\nf 1\n", 10) == 10);
	close(fd);
	cr_expect(trace_read(&trace, path, problem) == false);
	cr_expect(strstr(problem, path) != NULL && strstr(problem, "line 2") != NULL,
	          "%s", problem);
	unlink(path);
	cr_expect(trace_read(&trace, path, problem) == false);
	cr_expect(strstr(problem, "No such file") != NULL, "%s", problem);
	cr_expect(trace_read(&trace, "/tmp", problem) == false);
	cr_expect(strstr(problem, "it is no file") != NULL, "%s", problem);
}

/* ---- playing, on an allocator that never takes anything back ---- */

static unsigned char heap[4096];
static size_t used, given_back;

static void *bump(size_t bytes)
{
	void *block = heap + used;

	if (bytes > sizeof heap - used)
		return NULL;
	used += bytes;
	return block;
}

static void give_back(void *payload)
{
	cr_expect(ne(ptr, payload, NULL));
	given_back++;
}

static size_t held(void)
{
	return used;
}

static const struct trace_allocator bumper = {
	.alloc = bump, .free = give_back, .held = held
};

static void add_live(const struct trace_moment *moment, void *context)
{
	*(size_t *)context += moment->live;
}

Test(trace, plays_and_measures)
{
	struct trace_report report;
	size_t sum = 0;

	cr_assert(parse("a 0 100\na 1 50\nf 0\nr 1 150\nf 1\n"));
	cr_assert(trace_play(&trace, &bumper, true, add_live, &sum, &report));
	cr_expect(eq(sz, report.done, 5));
	cr_expect(eq(sz, report.failed, 0));
	cr_expect(eq(sz, report.peak_live, 150));
	cr_expect(eq(sz, report.peak_held, 300));
	cr_expect(eq(dbl, trace_utilisation(&report), 0.5));
	cr_expect(eq(sz, sum, 100 + 150 + 50 + 150), "look sees every moment");
	cr_expect(eq(sz, given_back, 3), "two by name, one moved by the player");
	cr_expect(eq(int, heap[299], 0x5a), "the block is written to its last byte");
	trace_close(&trace);
}

Test(trace, keeps_the_contents_where_it_moves_a_block)
{
	struct trace_report report;

	cr_assert(parse("a 0 40\nr 0 8\n"));
	cr_assert(trace_play(&trace, &bumper, false, NULL, NULL, &report));
	cr_expect(eq(int, heap[40], 0x5a));
	cr_expect(eq(int, heap[20], 0), "only the edges are written");
	trace_close(&trace);
}

Test(trace, leaves_out_what_follows_a_refusal)
{
	struct trace_report report;

	cr_assert(parse("a 0 4000\na 1 200\nr 1 300\nf 1\nr 0 4090\nf 0\n"));
	cr_assert(trace_play(&trace, &bumper, true, NULL, NULL, &report));
	cr_expect(eq(sz, report.failed, 2), "block 1, and more for block 0");
	cr_expect(eq(sz, report.done, 2), "block 0 came and went");
	cr_expect(eq(sz, given_back, 1));
	trace_close(&trace);
}

Test(trace, has_no_utilisation_without_memory)
{
	const struct trace_report nothing = { 0 };

	cr_expect(eq(dbl, trace_utilisation(&nothing), 0));
}
