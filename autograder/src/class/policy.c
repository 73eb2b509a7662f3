/*
 * policy.c - see policy.h.
 */
#include "class/policy.h"

#include <math.h>

#define DAY 86400.0

long policy_days_late(const struct late_policy *late, time_t due, time_t at)
{
	double over = difftime(at, due) - 60 * late->grace_minutes;

	if (due == 0 || at == 0 || over <= 0)
		return 0;
	/* The grace is no part of the first day: behind it, the day counts from due. */
	return (long)ceil(difftime(at, due) / DAY);
}

static struct counted judge(const struct settings *settings,
                            const struct stage_settings *stage, long extension,
                            long free_left, const struct attempt *a)
{
	const struct late_policy *late = &settings->late;
	time_t due = stage->due != 0 ? stage->due + extension : 0;
	struct counted c = { .attempt = a };

	c.raw = a->max > 0 ? a->points / a->max * stage->points : 0;
	c.days_late = policy_days_late(late, due, a->at);
	if (a->at == 0 && a->late && extension == 0) {
		c.days_late = 1;
		c.guessed = true;
	}
	c.free_days = c.days_late < free_left ? c.days_late : free_left;
	double share = (double)(c.days_late - c.free_days) * late->percent_a_day / 100;
	if (late->days > 0 && (double)c.days_late > late->days) {
		share = 1;
		c.free_days = 0;
	}
	c.taken_off = c.raw * (share < 1 ? share : 1);
	c.points = c.raw - c.taken_off;
	return c;
}

/* Free days are not spent on what an attempt in time earns as well. */
static bool is_better(const struct counted *a, const struct counted *b)
{
	if (fabs(a->points - b->points) > 1e-9)
		return a->points > b->points;
	return a->free_days < b->free_days;
}

struct counted policy_count(const struct settings *settings,
                            const struct stage_settings *stage, long extension,
                            long free_left, const struct attempt attempts[], size_t count)
{
	struct counted best = { .attempt = NULL };

	for (size_t i = 0; i < count; i++) {
		if (!attempts[i].known)
			continue;
		struct counted c = judge(settings, stage, extension, free_left, &attempts[i]);
		if (best.attempt == NULL || settings->attempts == ATTEMPTS_LAST ||
		    is_better(&c, &best))
			best = c;
	}
	return best;
}
