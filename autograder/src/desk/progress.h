/*
 * progress.h - what a student has reached, in a plain file.
 *
 * .progress in the course's root has one fact a line, the key first:
 *
 *     05 best 61.9 of 100
 *     05 hints 2
 *     at 06
 *
 * A line that nobody knows is kept as it is, and a file that can't be read is
 * no progress yet. `make clean` doesn't touch it, nor does a new version of
 * the course. Writers take turns (flock), and a reader sees whole files only.
 */
#ifndef DESK_PROGRESS_H
#define DESK_PROGRESS_H

#include <stdbool.h>

#include "stage/stage.h"

#define PROGRESS_FILE ".progress"

/* The best points of a stage so far; max 0: never graded. */
struct progress_best { double points, max; };

struct progress_best progress_best(const struct course *course, const char *stage);
/* How many hints of a stage were unfolded. */
int progress_hints(const struct course *course, const char *stage);
/* The stage that `make next` opened last, a name of course; NULL: none. */
const char *progress_at(const struct course *course);

/* These write; false, with the reason printed, when the file can't be written. */
bool progress_note_points(const struct course *course, const char *stage,
                          double points, double max); /* keeps the better */
bool progress_set_hints(const struct course *course, const char *stage, int hints);
bool progress_set_at(const struct course *course, const char *stage);

/* Full marks once: that is never taken back. */
bool progress_done(const struct course *course, const char *stage);

/* Where a student is: the stage that was opened last, if it is not done;
   else the first that is not done. NULL: all are done. */
const char *progress_current(const struct course *course);

#endif
