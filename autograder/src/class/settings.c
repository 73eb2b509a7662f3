/*
 * settings.c - see settings.h.
 */
#include "class/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/moment.h"
#include "stage/yaml.h"

#define FILE_NAME "class.yaml"

/* ---- as in the file: a pointer is NULL when left out ------------------- */

struct yaml_stage {
	char *stage, *due, *canvas;
	double *points;
};
struct yaml_class {
	char *name;
	enum attempts *attempts;
	double *grace_minutes, *percent_a_day, *days, *free_days, *similarity;
	bool *seeds;
	struct yaml_stage *stages;
	unsigned stages_count;
};

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

static const cyaml_strval_t attempt_words[] = { { "best", ATTEMPTS_BEST },
                                                { "last", ATTEMPTS_LAST } };
static const cyaml_schema_field_t stage_fields[] = {
	CYAML_FIELD_STRING_PTR("stage", CYAML_FLAG_POINTER, struct yaml_stage, stage, 1,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_STRING_PTR("due", OPTIONAL, struct yaml_stage, due, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_FLOAT_PTR("points", OPTIONAL, struct yaml_stage, points),
	CYAML_FIELD_STRING_PTR("canvas", OPTIONAL, struct yaml_stage, canvas, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t stage_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_stage, stage_fields)
};
static const cyaml_schema_field_t class_fields[] = {
	CYAML_FIELD_STRING_PTR("name", OPTIONAL, struct yaml_class, name, 0,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_ENUM_PTR("attempts", OPTIONAL, struct yaml_class, attempts,
	                     attempt_words, 2),
	CYAML_FIELD_FLOAT_PTR("grace_minutes", OPTIONAL, struct yaml_class, grace_minutes),
	CYAML_FIELD_FLOAT_PTR("percent_a_day", OPTIONAL, struct yaml_class, percent_a_day),
	CYAML_FIELD_FLOAT_PTR("late_days", OPTIONAL, struct yaml_class, days),
	CYAML_FIELD_FLOAT_PTR("free_days", OPTIONAL, struct yaml_class, free_days),
	CYAML_FIELD_FLOAT_PTR("similarity", OPTIONAL, struct yaml_class, similarity),
	CYAML_FIELD_BOOL_PTR("seeds", OPTIONAL, struct yaml_class, seeds),
	CYAML_FIELD_SEQUENCE("stages", OPTIONAL, struct yaml_class, stages, &stage_value, 0,
	                     CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t class_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_class, class_fields)
};

/* ---- checked ----------------------------------------------------------- */

static bool take_number(const double *from, double low, double high, const char *key,
                        double *to, struct text *problem)
{
	if (from == NULL)
		return true;
	if (!(*from >= low && *from <= high))
		return problem_set(problem, "class.yaml: %s is %g. It has to be from %g to %g.",
		                   key, *from, low, high);
	*to = *from;
	return true;
}

static bool take_stage(const struct course *course, struct settings *s,
                       const struct yaml_stage *y, struct text *problem)
{
	const char *name = course_stage(course, y->stage, problem);

	if (name == NULL)
		return false;
	struct stage_settings *mine = NULL;
	for (size_t i = 0; i < s->stages_count; i++)
		if (strcmp(s->stages[i].stage, name) == 0)
			mine = &s->stages[i];
	if (mine == NULL)
		return true;
	if (y->due != NULL && (mine->due = moment_parse(y->due)) == 0)
		return problem_set(problem, "class.yaml: \"%s\" is no time. Write it as "
		                   "2026-11-30 23:59.", y->due);
	if (y->canvas != NULL && y->canvas[0] != '\0') {
		free(mine->canvas);
		mine->canvas = must_copy(y->canvas);
	}
	return take_number(y->points, 0, 1e6, "points", &mine->points, problem);
}

static bool take_all(const struct course *course, struct settings *s,
                     const struct yaml_class *y, struct text *problem)
{
	struct late_policy *l = &s->late;

	if (y->name != NULL && y->name[0] != '\0') {
		free(s->name);
		s->name = must_copy(y->name);
	}
	if (y->attempts != NULL)
		s->attempts = *y->attempts;
	if (y->seeds != NULL)
		s->seeds = *y->seeds;
	bool ok = take_number(y->grace_minutes, 0, 1e5, "grace_minutes", &l->grace_minutes,
	                      problem) &&
	          take_number(y->percent_a_day, 0, 100, "percent_a_day", &l->percent_a_day,
	                      problem) &&
	          take_number(y->days, 0, 1000, "late_days", &l->days, problem) &&
	          take_number(y->free_days, 0, 1000, "free_days", &l->free_days, problem) &&
	          take_number(y->similarity, 1, 100, "similarity", &s->similarity, problem);
	for (unsigned i = 0; ok && i < y->stages_count; i++)
		ok = take_stage(course, s, &y->stages[i], problem);
	return ok;
}

static void set_defaults(const struct course *course, struct settings *s)
{
	*s = (struct settings){
		.name = must_copy("The class"), .similarity = 80,
		.stages = must_alloc(course->stages_count * sizeof *s->stages),
		.stages_count = course->stages_count,
	};
	for (size_t i = 0; i < s->stages_count; i++)
		s->stages[i] = (struct stage_settings){
			.stage = must_copy(course->stages[i]), .points = 100,
			.canvas = must_copy(course->stages[i]) };
}

bool settings_read(const struct course *course, const char *folder,
                   struct settings *settings, struct text *problem)
{
	char *path = path_join(folder, FILE_NAME);
	void *data = NULL;
	bool ok = true;

	set_defaults(course, settings);
	if (is_file(path)) {
		ok = yaml_read(path, FILE_NAME, &class_value, &data, problem);
		ok = ok && take_all(course, settings, data, problem);
		yaml_release(&class_value, data);
	}
	free(path);
	if (!ok)
		settings_free(settings);
	return ok;
}

void settings_free(struct settings *s)
{
	for (size_t i = 0; i < s->stages_count; i++) {
		free(s->stages[i].stage);
		free(s->stages[i].canvas);
	}
	free(s->stages);
	free(s->name);
	*s = (struct settings){ 0 };
}

const struct stage_settings *settings_stage(const struct settings *settings,
                                            const char *stage)
{
	for (size_t i = 0; i < settings->stages_count; i++)
		if (strcmp(settings->stages[i].stage, stage) == 0)
			return &settings->stages[i];
	return NULL;
}

bool settings_write_sample(const struct course *course, const char *folder)
{
	char *path = path_join(folder, FILE_NAME);
	struct text t = TEXT_EMPTY;

	text_add(&t,
		"# What you decide for this class. Change it whenever you like: the next\n"
		"# `make class` computes all grades anew, and history says what changed.\n"
		"name: The class\n\n"
		"# Which of several attempts counts, after what is taken off for being late:\n"
		"# best or last.\n"
		"attempts: best\n\n"
		"# Late work: minutes that nobody counts; percent of the points taken off for\n"
		"# each day begun; days behind which nothing counts (0: no end); days that each\n"
		"# student has free, over all stages.\n"
		"grace_minutes: 0\npercent_a_day: 0\nlate_days: 0\nfree_days: 0\n\n"
		"# Programs alike in so many percent of their tokens are shown together.\n"
		"similarity: 80\n\n"
		"# yes: tests that draw random requests draw others for each student.\n"
		"seeds: no\n\n"
		"# When a stage is due (a zone may follow: 2026-11-30T23:59+01:00), and what\n"
		"# full marks are worth. canvas: the assignment's column in Canvas's gradebook,\n"
		"# as it exports it; without that, Canvas makes a new one.\n"
		"stages:\n");
	for (size_t i = 0; i < course->stages_count; i++)
		text_add_format(&t, "  - stage: %s\n    # due: 2026-11-30 23:59\n"
		                "    points: 100\n    # canvas: Assignment (1234)\n",
		                course->stages[i]);
	bool ok = is_file(path) || file_write(path, text_string(&t), t.length);
	text_free(&t);
	free(path);
	return ok;
}
