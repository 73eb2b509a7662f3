/*
 * error.h - how the grader says that something is wrong.
 *
 * One form: "grade: what is wrong. What to do." on standard error. Functions
 * that can fail take a struct text for the sentence and return false; main
 * prints it. Only an exhausted memory ends the program on the spot.
 */
#ifndef ERROR_H
#define ERROR_H

#include "base/text.h"

/* The program's name in messages; "grade" until set. Not copied. */
void error_program(const char *name);

/* Prints "grade: " and the sentence, which ends with a full stop. */
void error_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints and exits with status 3 (could not grade). */
void die(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn));

/* Replaces the contents of problem (which may be NULL); returns false. */
bool problem_set(struct text *problem, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
