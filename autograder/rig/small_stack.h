/*
 * small_stack.h - for tests of functions that must do without a deep stack.
 */
#ifndef SMALL_STACK_H
#define SMALL_STACK_H

#include <sys/resource.h>

/* From now on this process has 256 KiB of stack, or what it has used before. */
static inline void use_a_small_stack(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_STACK, &limit);
	limit.rlim_cur = 256 * 1024;
	setrlimit(RLIMIT_STACK, &limit);
}

#endif
