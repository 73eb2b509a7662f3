/*
 * violation.h - fails the running test from inside the rig, in plain words.
 */
#ifndef VIOLATION_H
#define VIOLATION_H

/* As a failed cr_assert at file:line would; does not return. */
_Noreturn void violation(const char *file, unsigned line,
                         const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
