/*
 * scout.c - which test fails first, found out quickly.
 *
 * With --scout, a child of the program runs the tests one after the other in the
 * one process, until one fails, crashes, takes too long or leaves; then the program
 * runs that test alone, in a child of its own as ever. Where the scout saw
 * nothing, all tests run as ever. So what is reported has happened to a test on
 * its own; but whoever sees one test alone, and it passed, knows that the scout
 * was wrong (an earlier test had left something behind) and has to ask again without it.
 *
 * For tests that are run against dozens of mutants, of which all but a few fail:
 * a process for each test costs more than most tests.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inside.h"
#include "rig.h"

/* Seconds that a test may take here; a longer one is tried alone. */
enum { PATIENCE = 1 };

/* Shared with the scout. */
static struct report {
	const struct criterion_test *test;   /* that is running, or failed     */
	bool through;                        /* no test failed                 */
} *report;

bool rig_is_plain(const struct criterion_suite *suite,
                  const struct criterion_test *test)
{
	return test->data->kind_ == CR_TEST_NORMAL && test->data->signal == 0
	    && test->data->exit_code == 0
	    && !(suite->data && (suite->data->signal || suite->data->exit_code));
}

void rig_play_here(const struct criterion_suite *suite,
                   const struct criterion_test *test)
{
	criterion_current_suite = suite;
	criterion_current_test = test;
	if (rig_failpoint_reset)
		rig_failpoint_reset();
	if (rig_fence_reset)
		rig_fence_reset();
	test->test();
}

/* False when it has failed. */
static bool play(const struct criterion_suite *suite, struct criterion_test *test,
                 void *context)
{
	const struct itimerval limit = { .it_value = { .tv_sec = PATIENCE } };

	(void)context;
	if (!rig_is_plain(suite, test) || rig_disabled(suite, test))
		return true;
	report->test = test;
	(void)setitimer(ITIMER_REAL, &limit, NULL);
	rig_play_here(suite, test);
	return !rig_lane_saw_failure();
}

pid_t rig_play_apart(void act(struct criterion_test_set *tests),
                     struct criterion_test_set *tests)
{
	pid_t pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		(void)signal(SIGALRM, SIG_DFL);
		rig_events_close();
		rig_lane_pretend();
		g_client_socket = cri_proto_connect("");
		act(tests);
		_exit(0);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (pid > 0)
		kill(-pid, SIGKILL);        /* what it has started */
	return pid;
}

static void scout_run(struct criterion_test_set *tests)
{
	report->through = rig_each_test(tests, play, NULL);
}

static bool disable_unless(const struct criterion_suite *suite,
                           struct criterion_test *test, void *chosen)
{
	(void)suite;
	if (test != chosen)
		test->data->disabled = true;
	return true;
}

void rig_scout(struct criterion_test_set *tests)
{
	pid_t pid;

	report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE,
	              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (report == MAP_FAILED)
		return;
	pid = rig_play_apart(scout_run, tests);
	if (pid > 0 && !report->through && report->test != NULL)
		rig_each_test(tests, disable_unless, (void *)report->test);
	munmap(report, sizeof *report);
}
