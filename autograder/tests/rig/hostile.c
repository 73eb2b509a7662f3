/*
 * hostile.c - tests that do what a submission may try. Each names in its
 * suite the only verdicts that are right (see run); the last one must still
 * be run, whatever the others did.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(exited, by_exit) { exit(0); }
Test(exited, by__exit) { _exit(0); }
Test(exited, by_quick_exit) { quick_exit(0); }
static void leave(void)
{
	exit(0);
}
Test(exited, in_fini, .fini = leave) { }
Test(exited, in_setup, .init = leave) { }
Test(exited, by_exec) { execl("/bin/true", "true", (char *)NULL); }
Test(exited, with_an_expected_signal, .signal = SIGSEGV) { exit(0); }

Test(crashed, by_abort) { abort(); }
Test(crashed, by_null) { *(volatile int *)8 = 1; }
Test(crashed, by_kill) { kill(getpid(), SIGKILL); }
Test(crashed, by_division) { volatile int zero = 0; printf("%d", 100 / zero); }
static void crash(void)
{
	raise(SIGSEGV);
}
Test(crashed, in_fini, .fini = crash) { }

static int deeper(int depth)
{
	volatile char frame[1024];

	frame[depth % 1024] = 1;
	return deeper(depth + 1) + frame[0];
}
Test(crashed, by_recursion) { deeper(0); }

Test(timeout, in_a_loop, .timeout = 0.2) { for (volatile int i = 0;; i++) ; }
Test(timeout, asleep, .timeout = 0.2) { for (;;) pause(); }
Test(timeout, deaf, .timeout = 0.2)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (;;)
		pause();
}
Test(timeout, stopped, .timeout = 0.2) { raise(SIGSTOP); for (;;) pause(); }

/* Leaves processes behind that would outlive it, in groups of their own. */
Test(passed, leaves_children)
{
	for (int i = 0; i < 20; i++)
		if (fork() == 0) {
			if (i % 2)
				setsid();
			if (i % 3 == 0 && fork() > 0)
				_exit(0);
			for (;;)
				sleep(1000);
		}
}

Test(any, closes_all_descriptors)
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
}

Test(any, writes_garbage)
{
	for (int round = 0; round < 4; round++)
		for (int fd = 3; fd < 64; fd++)
			if (write(fd, "garbage garbage garbage", 23) < 0)
				errno = 0;
}

Test(any, floods_the_lane)
{
	static char block[1 << 16];

	memset(block, 0x7f, sizeof block);
	for (int fd = 3; fd < 16; fd++) {
		fcntl(fd, F_SETFL, O_NONBLOCK);
		while (write(fd, block, sizeof block) > 0)
			;
	}
}

Test(any, kills_its_group) { kill(0, SIGKILL); }
Test(any, stops_the_server_for_good, .timeout = 1)
{
	signal(SIGCHLD, SIG_IGN);
}

static void bomb(int depth)
{
	for (int i = 0; i < 2; i++)
		if (fork() == 0) {
			setsid();
			if (depth > 0)
				bomb(depth - 1);
			for (;;)
				sleep(1000);
		}
}
Test(any, forks_many) { bomb(5); }

/* Runs after all of the above: the names are in alphabetic order. */
Test(zz_last, still_runs) { cr_assert(eq(int, 1, 1)); }
