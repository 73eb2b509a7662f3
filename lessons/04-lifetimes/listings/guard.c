#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "regions.h"

static char second_stack[65536];        /* for the report: the first is full */

static void show(const char *what, const struct mapping *m)
{
	printf("%-11s %c%c%c  %3zu KiB\n", what, m->readable ? 'r' : '-',
	       m->writable ? 'w' : '-', m->executable ? 'x' : '-',
	       (size_t)(m->end - m->start) >> 10);
}

/* Runs when the system stops the program; `at` says where it tripped. */
static void report(int signal, siginfo_t *at, void *unused)
{
	uintptr_t fault = (uintptr_t)at->si_addr, above = 0;
	struct maps maps;
	struct mapping m;

	(void)signal;
	(void)unused;
	if (!maps_open(&maps))
		_exit(1);
	while (maps_next(&maps, &m)) {
		if (fault >= m.start && fault < m.end) {
			show("tripped in", &m);
			above = m.end;
		} else if (m.start == above) {
			show("above it", &m);
		}
	}
	fflush(stdout);
	_exit(0);
}

// region: descend
static int descend(int depth)
{
	return depth < 0 ? 0 : descend(depth + 1) + depth;
}
// endregion

static void *run(void *unused)
{
	stack_t other = { .ss_sp = second_stack, .ss_size = sizeof second_stack };

	sigaltstack(&other, NULL);
	descend(0);
	return unused;
}

int main(void)
{
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
	pthread_attr_t with;
	pthread_t thread;

	action.sa_sigaction = report;
	sigaction(SIGSEGV, &action, NULL);
	// region: thread
	pthread_attr_init(&with);
	pthread_attr_setstacksize(&with, 256 << 10);    /* 256 KiB */
	pthread_create(&thread, &with, run, NULL);
	pthread_join(thread, NULL);                     /* until it has ended */
	// endregion
	return 0;
}
// run: flags=-D_XOPEN_SOURCE=700 -Iexercises/01-regions solutions/01-regions/regions.c; lint=-Wno-infinite-recursion; why=the recursion without end is the lesson
