/*
 * grades.h - from results to grades, and why each is what it is.
 */
#ifndef CLASS_GRADES_H
#define CLASS_GRADES_H

#include "class/gradebook.h"
#include "class/grader.h"
#include "class/settings.h"

enum adjustment { ADJUST_ADD, ADJUST_SET, ADJUST_EXTEND };

/*
 * Computes all grades anew. A grade whose attempts are not all graded by today's grader
 * stays as it was. Every change goes to history, with its cause. Returns how many
 * changed that had been known before.
 */
size_t grades_compute(struct gradebook *book, const struct graders *graders,
                      const struct settings *settings, time_t now);

/*
 * Notes an adjustment: points to add, points to set, or seconds that a student has more.
 * It takes part when grades are next computed. Returns its number.
 */
long long grades_adjust(struct gradebook *book, long long student, const char *stage,
                        enum adjustment kind, double value, const char *reason,
                        const char *who, time_t now);
/* Withdraws the adjustment of that number; false: there is none that stands. */
bool grades_withdraw(struct gradebook *book, long long adjustment, time_t now);

/* The seed for a student's tests; 0: all have the same. */
long long grades_seed(const struct gradebook *book, const struct settings *settings,
                      const char *student_key);
/* The one that is the student's own: it follows from the key and the class's secret, a
   file in its folder. */
long long grades_own_seed(const struct gradebook *book, const char *student_key);

#endif
