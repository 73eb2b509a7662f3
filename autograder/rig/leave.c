/*
 * leave.c - how a child ends when its test has.
 *
 * exit() runs what atexit has registered, then the destructors of every
 * library, then flushes the streams. Under Valgrind, translating the code of
 * the destructors costs more than most tests, and all but always there is
 * nothing for it to do. So a child whose test has registered nothing only
 * flushes and leaves; one that has, or a program with destructors of its own,
 * leaves by exit. Who registers is seen by standing in front of the C library.
 */
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "rig.h"

/* The linker's: what runs at the end, of which the C runtime owns the first. */
extern void (*const __fini_array_start[])(void) __attribute__((weak));
extern void (*const __fini_array_end[])(void) __attribute__((weak));

static bool registered;

/* What the C library has under a name that stands here too. */
static void find_real(const char *name, void *function)
{
	void *address = dlsym(RTLD_NEXT, name);

	memcpy(function, &address, sizeof address);
}

/* atexit is a call of this one. */
int __cxa_atexit(void (*fn)(void *), void *argument, void *library);
int __cxa_atexit(void (*fn)(void *), void *argument, void *library)
{
	int (*real)(void (*)(void *), void *, void *);

	registered = true;
	find_real("__cxa_atexit", &real);
	return real != NULL ? real(fn, argument, library) : -1;
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
int on_exit(void (*fn)(int, void *), void *argument)
{
	int (*real)(void (*)(int, void *), void *);

	registered = true;
	find_real("on_exit", &real);
	return real != NULL ? real(fn, argument) : -1;
}

_Noreturn void rig_leave(int status)
{
	bool destructors = (uintptr_t)__fini_array_end -
	                   (uintptr_t)__fini_array_start > sizeof(void (*)(void));

	if (!RUNNING_ON_VALGRIND || registered || destructors)
		exit(status);
	(void)fflush(NULL);
	_exit(status);
}
