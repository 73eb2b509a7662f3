/*
 * moment.h - points in time, as people and systems write them.
 */
#ifndef CLASS_MOMENT_H
#define CLASS_MOMENT_H

#include <time.h>

#include "base/text.h"

/*
 * Reads "2026-11-05 23:59", "2026-11-05T23:59:00+01:00", "... 21:14:08.123 Z", "2026-11-05"
 * (its last second), and Moodle's "Thursday, 5 November 2026, 10:14 PM". Without a zone it
 * is the machine's. 0: it is none of these.
 */
time_t moment_parse(const char *text);

/* Appends "2026-11-05 23:59" in the machine's zone; "-" for 0. */
void moment_add(struct text *t, time_t at);

#endif
