/*
 * settings.h - what the instructor decides: class.yaml in the class's folder.
 */
#ifndef CLASS_SETTINGS_H
#define CLASS_SETTINGS_H

#include <stdbool.h>
#include <time.h>

#include "stage/stage.h"

enum attempts { ATTEMPTS_BEST, ATTEMPTS_LAST };

struct late_policy {
	double grace_minutes;      /* that nobody counts                       */
	double percent_a_day;      /* of the points, for each day begun        */
	double days;               /* behind which nothing counts; 0: no end   */
	double free_days;          /* that a student has over all stages       */
};

struct stage_settings {
	char *stage;               /* full name                                */
	time_t due;                /* 0: none                                  */
	double points;             /* what full marks are worth                */
	char *canvas;              /* its column in Canvas's gradebook         */
};

struct settings {
	char *name;                /* of the class                             */
	enum attempts attempts;
	struct late_policy late;
	struct stage_settings *stages;     /* one for each of the course's     */
	size_t stages_count;
	double similarity;         /* percent from which two are shown as alike*/
	bool seeds;                /* tests draw other numbers for each student*/
};

/*
 * Reads FOLDER/class.yaml; without such a file: best attempt, nothing is due, 100 points a
 * stage. False with file, line and remedy in problem.
 */
bool settings_read(const struct course *course, const char *folder,
                   struct settings *settings, struct text *problem);
void settings_free(struct settings *settings);

const struct stage_settings *settings_stage(const struct settings *settings,
                                            const char *stage);

/* Writes a class.yaml that says what the defaults are, with comments, unless one is
   there. */
bool settings_write_sample(const struct course *course, const char *folder);

#endif
