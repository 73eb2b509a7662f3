#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "regions.h"

static uintptr_t top;                   /* an address in main's frame */
static const char *heap;
static char second_stack[65536];        /* for the report: the first is full */

/* Runs when the system stops the program; `at` says where it tripped. */
static void report(int signal, siginfo_t *at, void *unused)
{
	uintptr_t fault = (uintptr_t)at->si_addr;

	(void)signal;
	(void)unused;
	printf("MiB below main, rounded: %zu\n",
	       (size_t)((top - fault + (1 << 19)) >> 20));
	printf("GiB down to the heap: more than %d\n",
	       (fault - (uintptr_t)heap) >> 30 > 1000 ? 1000 : 0);
	printf("what is there: %s\n", region_name(region_of(at->si_addr)));
	fflush(stdout);
	_exit(0);
}

// region: descend
static int descend(int depth)
{
	volatile char frame[1000] = { 0 };      /* "some" local data */

	return descend(depth + 1) + frame[depth % 1000];
}
// endregion

int main(void)
{
	char mine = 0;
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
	stack_t stack = { .ss_sp = second_stack, .ss_size = 65536 };
	struct rlimit limit;

	action.sa_sigaction = report;
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, NULL);
	top = (uintptr_t)&mine;
	heap = malloc(100);
	// region: limit
	getrlimit(RLIMIT_STACK, &limit);
	limit.rlim_cur = 4 * 1024 * 1024;       /* 4 MiB, from now on */
	setrlimit(RLIMIT_STACK, &limit);
	return descend(0);
	// endregion
}
// run: flags=-D_XOPEN_SOURCE=700 -Iexercises/01-regions solutions/01-regions/regions.c; lint=-Wno-infinite-recursion; why=the recursion without end is the lesson
