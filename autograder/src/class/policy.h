/*
 * policy.h - which attempt counts, and what being late costs. Pure arithmetic.
 */
#ifndef CLASS_POLICY_H
#define CLASS_POLICY_H

#include "class/settings.h"

/* What one attempt brings in. */
struct attempt {
	long long id;
	time_t at;                 /* 0: not known                             */
	bool late;                 /* the system says so, not by how much      */
	bool known;                /* graded: points and max mean something    */
	double points, max;
};

struct counted {
	const struct attempt *attempt;     /* NULL: none is known              */
	double raw;                /* its points, as the stage is worth        */
	long days_late;            /* begun, behind due and grace              */
	long free_days;            /* of these, taken from the student's own   */
	double taken_off;          /* points                                   */
	double points;             /* raw less taken_off                       */
	bool guessed;              /* late by a time that is not known: 1 day  */
};

/*
 * Judges attempts of one student to one stage, in the order in which they were handed in.
 * extension: seconds that this student has more. free_left: days that are left to them.
 */
struct counted policy_count(const struct settings *settings,
                            const struct stage_settings *stage, long extension,
                            long free_left, const struct attempt attempts[],
                            size_t count);

/* Days begun behind due; 0: in time, or nothing is due. */
long policy_days_late(const struct late_policy *late, time_t due, time_t at);

#endif
