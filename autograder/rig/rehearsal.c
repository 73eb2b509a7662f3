/*
 * rehearsal.c - under Valgrind, the server plays through an empty test.
 *
 * Valgrind translates code when it runs for the first time, and a child
 * inherits what the server has translated by then. What every test runs,
 * Criterion's messages above all, is some hundred blocks of code, and
 * translating it would cost each child more than all else. So the
 * server runs it once, while the runner is still getting ready; and when the
 * first request tells where Criterion's worker begins, that too.
 *
 * Nothing of it may be visible to a test: the messages go into a socket pair
 * in which the acknowledgements already wait, memory is released, and
 * Memcheck's queue of freed blocks is emptied.
 */
#define _GNU_SOURCE 1
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include <criterion/options.h>

#include "inside.h"
#include "rig.h"

static void nothing(void)
{
}

/* Length, then "OK": what the runner answers to each message (lanes.c). */
static bool answers_in(int fd)
{
	static const struct { uint32_t length; char ok[2]; } answer = {
		2, { 0x08, 0x00 }
	};
	bool sent = true;

	for (int i = 0; i < 16; i++)
		sent = sent && send(fd, &answer, 6, MSG_NOSIGNAL) == 6;
	return sent;
}

/* What Criterion's macro Test makes of an empty test. */
static void empty_test(void)
{
	criterion_internal_test_setup();
	criterion_internal_test_main(nothing);
	criterion_internal_test_teardown();
}

static void forget_test(void)
{
	g_client_socket = -1;
	criterion_current_test = NULL;
	criterion_current_suite = NULL;
}

static void play(int lane)
{
	struct criterion_test_extra_data none = { .identifier_ = "" };
	struct criterion_test test = { "rehearsal", "rig", empty_test, &none };
	struct criterion_suite suite = { "rig", &none };

	rig_lane_adopt(lane);
	criterion_current_test = &test;
	criterion_current_suite = &suite;
	g_client_socket = cri_proto_connect("");
	empty_test();
	cri_proto_close(g_client_socket);
	forget_test();
}

/*
 * The streams get buffers that were never allocated. Else the first printf of
 * a test allocates one, which is still reachable at the end unless
 * Valgrind has the C library free what it holds; and to translate that code
 * (__libc_freeres, --run-libc-freeres=yes) would take longer than most tests.
 */
void rig_give_buffers(void)
{
	static char in[BUFSIZ], out[BUFSIZ];

	(void)setvbuf(stdin, in, _IOFBF, sizeof in);
	(void)setvbuf(stdout, out, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF,
	        sizeof out);
}

/* Formatting, allocation and strings: what tests and asserts lean on. */
static void use_library(void)
{
	char text[128];
	char *copy, *grown;

	(void)snprintf(text, sizeof text, "%d %zu %s %p %x %.1f %c %%",
	         -1, (size_t)1, "text", (void *)&copy, 1u, 0.5, 'c');
	copy = strdup(text);
	grown = realloc(copy, 2 * sizeof text);
	if (grown != NULL && strcmp(grown, text) == 0)
		memset(grown, 0, sizeof text);
	if (grown == NULL)
		grown = copy;
	free(grown);
	free(calloc(4, 4));
	if (rig_failpoint_rehearse)
		rig_failpoint_rehearse();
}

/* What a test that reads from a text or a file does. */
static void use_streams(void)
{
	char line[8], text[] = "a\nb\n";
	FILE *streams[] = { fmemopen(text, sizeof text - 1, "r"),
	                    fopen("/dev/null", "re") };

	for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
		if (streams[i] == NULL)
			continue;
		if (fgets(line, sizeof line, streams[i]) != NULL)
			(void)getc(streams[i]);
		(void)(feof(streams[i]) || ferror(streams[i]));
		(void)fclose(streams[i]);
	}
}

/*
 * Each test begins by replacing its standard input by a pipe, which gets the
 * two lowest free descriptors; here the old one is put back afterwards. Without
 * a standard input there is nothing to rehearse.
 */
static void with_input_kept(void (*act)(void))
{
	int kept = dup(STDIN_FILENO);
	int ends[2] = { dup(STDOUT_FILENO), dup(STDOUT_FILENO) };

	if (kept < 0 || ends[0] < 0 || ends[1] < 0)
		return;
	close(ends[0]);
	close(ends[1]);
	act();
	dup2(kept, STDIN_FILENO);
	close(ends[0]);
	close(ends[1]);
	close(kept);
}

static void empty_queue_of_freed_blocks(void)
{
	void *p;

	VALGRIND_CLO_CHANGE("--freelist-vol=0");
	p = malloc(1);
	free(p);
	VALGRIND_CLO_CHANGE("--freelist-vol=20000000");
}

/* Calls act with a lane on which every message is answered. */
static void on_a_lane(void (*act)(int lane))
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return;
	if (answers_in(ends[1]))
		act(ends[0]);
	else
		close(ends[0]);
	close(ends[1]);
}

void rig_rehearse(void)
{
	static bool done;

	if (!RUNNING_ON_VALGRIND || done)
		return;
	done = true;
	VALGRIND_DISABLE_ERROR_REPORTING;
	on_a_lane(play);
	rig_give_buffers();
	use_library();
	use_streams();
	(void)fflush(NULL);
	empty_queue_of_freed_blocks();
	VALGRIND_ENABLE_ERROR_REPORTING;
}

/* ---- Criterion's worker, with a context of our own ---- */

static bxf_fn *worker;

/* What runner_coroutine.c of Criterion puts in for a test. */
static bool describe_test(bxf_context ctx)
{
	static const struct criterion_test_extra_data none = { .identifier_ = "" };

	return bxf_context_addobject(ctx, "criterion.test.name", "none", 5) == 0
		&& bxf_context_addobject(ctx, "criterion.test.suite", "rig", 4) == 0
		&& bxf_context_addfnaddr(ctx, "criterion.test.test", empty_test) == 0
		&& bxf_context_addobject(ctx, "criterion.test.extra", &none,
		                         sizeof none) == 0
		&& bxf_context_addobject(ctx, "criterion.suite.name", "rig", 4) == 0
		&& bxf_context_addobject(ctx, "criterion.url", "", 1) == 0
		&& bxf_context_addstatic(ctx, &criterion_options,
		                         sizeof criterion_options) == 0;
}

static void play_worker(int lane)
{
	rig_lane_adopt(lane);
	if (rig_context_borrow(describe_test, worker))
		forget_test();
}

static void work(void)
{
	on_a_lane(play_worker);
}

void rig_rehearse_worker(bxf_fn *fn)
{
	if (!RUNNING_ON_VALGRIND || worker != NULL)
		return;
	worker = fn;
	VALGRIND_DISABLE_ERROR_REPORTING;
	with_input_kept(work);
	empty_queue_of_freed_blocks();
	VALGRIND_ENABLE_ERROR_REPORTING;
}
