/*
 * report.h - what the author's check says, group by group.
 *
 * A group is one claim about one stage ("every mutant is caught"), made of
 * many small checks. It prints one line when it is closed, and below it every
 * fault in full: where, what is wrong, what to do. Checks of one group may
 * come from several threads.
 */
#ifndef AUTHOR_REPORT_H
#define AUTHOR_REPORT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct group {
	const char *claim;          /* borrowed: "every mutant is caught"      */
	const char *things;         /* what is counted: "mutants"              */
	size_t passed, failed;
	struct text said;           /* lines below the claim                   */
	double started;
	pthread_mutex_t lock;
};

struct totals { size_t passed, failed; };

/* Strings are borrowed until group_close. */
void group_open(struct group *g, const char *claim, const char *things);
void group_pass(struct group *g);
/* place: "file" or "file:line"; the sentence says what to do as well. */
void group_fail(struct group *g, const char *place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Adds a remark that is no fault. */
void group_note(struct group *g, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Prints the group, adds it to totals, releases it. Silent without checks. */
void group_close(struct group *g, struct totals *totals);

/* Prints a heading: the stage that the following groups are about. */
void report_heading(const char *heading);

#endif
