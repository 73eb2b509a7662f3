/*
 * violation.h - fails the running test from inside the rig, in plain words.
 */
#ifndef VIOLATION_H
#define VIOLATION_H

#include <stddef.h>

/* As a failed cr_assert at file:line would; does not return. Weak, so that
 * pages.c can be linked into a program without Criterion. */
_Noreturn void rig_violation(const char *file, unsigned line,
                         const char *format, ...)
	__attribute__((format(printf, 3, 4), weak));

/* When set, it is called first, with the message: it may write it anew, in
 * at most size bytes, or keep it and never return. */
extern void (*rig_violation_listener)(char *message, size_t size);

#endif
