/*
 * together.c - all tests in one process, to see whether any has to run alone.
 *
 * Under Valgrind a process for each test costs more than most tests. With
 * --together, a child of the program first runs the tests one after the other in
 * the one process. If each of them passes, raises no error and leaves no memory
 * behind, they are called clean, and need not run again. If anything at all is
 * wrong with one of them, nothing of it counts: all tests run as ever, each in a
 * process of its own, and what is reported has happened to a test that was alone.
 *
 * For submissions whose tests have all passed natively, where nothing wrong is
 * to be expected. Tests that are more than a call of a function (they have
 * parameters, or expect a signal or an exit) run as ever in any case.
 */
#define _GNU_SOURCE 1
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <valgrind/memcheck.h>

#include "inside.h"
#include "pages.h"
#include "rig.h"

/* Seconds for one test. Longer ones had better run alone. */
enum { PATIENCE = 20 };

/* Only where a test uses it. */
#pragma weak pages_reset

static pid_t child;
static bool clean;
/* Shared with the child, which says so when it has come to the end: a test that
   leaves by _exit(0) has not. */
static bool *all_clean;

/* Blocks that nobody has freed. Memcheck's own summary is not wanted. */
static unsigned long held_bytes(void)
{
	unsigned long lost = 0, dubious = 0, reachable = 0, suppressed = 0;

	VALGRIND_DO_QUICK_LEAK_CHECK;
	VALGRIND_COUNT_LEAKS(lost, dubious, reachable, suppressed);
	(void)suppressed;
	return lost + dubious + reachable;
}

/* What a test leaves in the tools of tests goes with its process, else. */
static void tidy_up(void)
{
	if (rig_fence_forget)
		rig_fence_forget();
	if (rig_failpoint_reset)
		rig_failpoint_reset();
	if (pages_reset)
		pages_reset(PAGES_LIMIT);
}

/* Criterion switches error reports off around tests, in its runner too, from
   which this process comes; a test that begins in a process of its own finds
   them on. (To switch on what is on does nothing.) */
static void hear_errors(void)
{
	VALGRIND_ENABLE_ERROR_REPORTING;
	VALGRIND_ENABLE_ERROR_REPORTING;
}

static bool is_clean(const struct criterion_suite *suite,
                     struct criterion_test *test, void *context)
{
	const struct itimerval limit = { .it_value = { .tv_sec = PATIENCE } };
	unsigned long *held = context, before = *held;

	if (!rig_is_plain(suite, test) || rig_disabled(suite, test))
		return true;
	(void)setitimer(ITIMER_REAL, &limit, NULL);
	hear_errors();
	rig_play_here(suite, test);
	hear_errors();
	tidy_up();
	(void)fflush(NULL);
	*held = held_bytes();
	return !rig_lane_saw_failure() && VALGRIND_COUNT_ERRORS == 0
	    && *held <= before;
}

static void try_all(struct criterion_test_set *tests)
{
	unsigned long held;

	rig_give_buffers();
	tidy_up();
	held = held_bytes();
	*all_clean = rig_each_test(tests, is_clean, &held);
	VALGRIND_CLO_CHANGE("--leak-check=no");
}

void rig_together(struct criterion_test_set *tests)
{
	if (!RUNNING_ON_VALGRIND)
		return;
	all_clean = mmap(NULL, sizeof *all_clean, PROT_READ | PROT_WRITE,
	                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all_clean == MAP_FAILED)
		return;
	child = rig_play_apart(try_all, tests);
	clean = child > 0 && *all_clean;
	munmap(all_clean, sizeof *all_clean);
}

static bool leave_out(const struct criterion_suite *suite,
                      struct criterion_test *test, void *context)
{
	(void)context;
	if (rig_is_plain(suite, test) && !rig_disabled(suite, test)) {
		rig_events_clean(suite->name, test->name);
		test->data->disabled = true;
	}
	return true;
}

void rig_together_tell(struct criterion_test_set *tests)
{
	if (child > 0)
		rig_events_together(child);
	if (clean)
		rig_each_test(tests, leave_out, NULL);
}
