/*
 * test_proc.c - running programs: limits, output, nothing left behind.
 */
#include "base/proc.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/pool.h"

static struct proc_spec shell(const char **argv, const char *script)
{
	argv[0] = "sh";
	argv[1] = "-c";
	argv[2] = script;
	argv[3] = NULL;
	return (struct proc_spec){ .argv = argv, .seconds = 60 };
}

static void expect_described(const struct proc_outcome *o, const char *words)
{
	struct text t = TEXT_EMPTY;

	proc_describe(o, &t);
	cr_expect_not_null(strstr(text_string(&t), words), "%s",
	                   text_string(&t));
	text_free(&t);
}

Test(proc, keeps_both_streams_and_the_status)
{
	const char *argv[4];
	struct proc_spec spec = shell(argv, "echo out; echo err >&2; exit 7");
	struct proc_outcome o;

	cr_assert_not(proc_run(&spec, &o));
	cr_assert_eq(o.end, PROC_EXITED);
	cr_assert_eq(o.code, 7);
	cr_assert_str_eq(text_string(&o.out), "out\n");
	cr_assert_str_eq(text_string(&o.err), "err\n");
	expect_described(&o, "exit status 7");
	proc_outcome_free(&o);
}

Test(proc, gives_a_small_environment_and_a_folder)
{
	const char *env[] = { "HOME=/tmp", "MORE=x", NULL };
	const char *argv[4];
	struct proc_spec spec = shell(argv, "pwd; echo $HOME$MORE$SECRET");
	struct proc_outcome o;

	setenv("SECRET", "leaked", 1);
	spec.env = env;
	spec.folder = "/";
	cr_assert(proc_run(&spec, &o));
	cr_assert_str_eq(text_string(&o.out), "/\n/tmpx\n");
	proc_outcome_free(&o);
}

Test(proc, reads_events_from_a_pipe_of_their_own)
{
	const char *argv[4];
	struct proc_spec spec = shell(argv,
		"echo told >/proc/self/fd/$RIG_EVENTS; echo all");
	struct proc_outcome o;

	spec.events = spec.merge = true;
	cr_assert(proc_run(&spec, &o));
	cr_assert_str_eq(text_string(&o.events), "told\n");
	cr_assert_str_eq(text_string(&o.out), "all\n");
	proc_outcome_free(&o);
}

Test(proc, cuts_a_flood)
{
	const char *argv[4];
	struct proc_spec spec = shell(argv, "head -c 300000 /dev/zero");
	struct proc_outcome o;

	spec.capture_max = 1000;
	cr_assert(proc_run(&spec, &o));
	cr_assert_eq(o.out.length, 1000);
	cr_assert(o.out_cut);
	proc_outcome_free(&o);
}

Test(proc, ends_what_does_not_end)
{
	const char *argv[4];
	struct proc_spec spec = shell(argv, "yes; sleep 100");
	struct proc_outcome o;

	spec.seconds = 0.3;
	cr_assert_not(proc_run(&spec, &o));
	cr_assert_eq(o.end, PROC_TIMEOUT);
	cr_assert_lt(o.seconds, 30);
	expect_described(&o, "still running");
	proc_outcome_free(&o);
}

Test(proc, leaves_no_child_of_the_child)
{
	const char *argv[4];
	struct proc_spec spec = shell(argv, "sleep 100 & echo $!");
	struct proc_outcome o;

	cr_assert(proc_run(&spec, &o));
	pid_t pid = (pid_t)atoi(text_string(&o.out));
	cr_assert_gt(pid, 0);
	/* Killed already, but it may take a moment to die, and init one to reap. */
	usleep(200000);
	char path[64], state[256] = "";
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *f = fopen(path, "r");
	if (f != NULL && fgets(state, sizeof state, f) != NULL)
		cr_assert_not_null(strstr(state, ") Z"), "%s", state);
	if (f != NULL)
		fclose(f);
	proc_outcome_free(&o);
}

Test(proc, tells_signals_and_limits)
{
	const char *argv[4];
	struct proc_spec spec = shell(argv, "kill -SEGV $$");
	struct proc_outcome o;

	proc_run(&spec, &o);
	cr_assert_eq(o.end, PROC_SIGNALLED);
	expect_described(&o, "SIGSEGV");
	proc_outcome_free(&o);
	spec = shell(argv, "while :; do :; done");
	spec.cpu_seconds = 1;
	proc_run(&spec, &o);
	cr_assert_eq(o.end, PROC_SIGNALLED);
	cr_assert_eq(o.code, SIGXCPU);
	proc_outcome_free(&o);
	cr_assert_str_eq(signal_name(63), "signal 63");
}

Test(proc, says_why_a_program_did_not_start)
{
	const char *argv[] = { "/no/such/program", NULL };
	struct proc_spec spec = { .argv = argv };
	struct proc_outcome o;

	cr_assert_not(proc_run(&spec, &o));
	cr_assert_eq(o.end, PROC_NOT_STARTED);
	expect_described(&o, "No such file");
	proc_outcome_free(&o);
}

static void sleep_long(void *context, size_t i)
{
	const char *argv[] = { "sleep", "100", NULL };
	struct proc_spec spec = { .argv = argv };
	struct proc_outcome o;

	if (i == 0) {
		proc_run(&spec, &o);
		*(enum proc_end *)context = o.end;
		proc_outcome_free(&o);
	} else {
		usleep(300000);
		proc_kill_all();
	}
}

Test(proc, ends_everything_when_told)
{
	enum proc_end end = PROC_EXITED;

	pool_run(2, 2, sleep_long, &end);
	cr_assert_eq(end, PROC_SIGNALLED);
}

static void count(void *context, size_t i)
{
	atomic_fetch_add((atomic_size_t *)context, i);
}

Test(pool, does_each_thing_once)
{
	atomic_size_t sum;

	atomic_init(&sum, 0);
	pool_run(101, 4, count, &sum);
	cr_assert_eq(atomic_load(&sum), 5050);
	pool_run(0, 0, count, &sum);
	cr_assert_eq(atomic_load(&sum), 5050);
	cr_assert_geq(pool_width(), 1);
}
