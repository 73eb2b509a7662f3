/*
 * progress.c - see progress.h.
 */
#include "desk/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"

#define FILE_MAX ((size_t)64 << 10)

static const char heading[] =
	"# How far you are; make check, make hint and make next write here.\n";

static char *file_of(const struct course *course)
{
	return path_join(course->root, PROGRESS_FILE);
}

/* The whole file; empty when there is none. */
static void read_all(const struct course *course, struct text *all)
{
	char *path = file_of(course);

	if (!file_read(path, FILE_MAX, all))
		text_cut(all, 0);
	free(path);
}

/* Where the line "KEY value" begins; NULL: there is none. */
static const char *line_of(const char *all, const char *key)
{
	size_t n = strlen(key);

	for (const char *at = all; *at != '\0'; at += *at == '\n') {
		if (strncmp(at, key, n) == 0 && at[n] == ' ')
			return at;
		at += strcspn(at, "\n");
	}
	return NULL;
}

/* The value behind KEY, for the caller to free; "" when it is not known. */
static char *get(const struct course *course, const char *key)
{
	struct text all = TEXT_EMPTY, value = TEXT_EMPTY;

	read_all(course, &all);
	const char *line = line_of(text_string(&all), key);
	if (line != NULL) {
		line += strlen(key) + 1;
		text_add_n(&value, line, strcspn(line, "\r\n"));
	}
	text_add(&value, "");
	text_free(&all);
	return text_take(&value);
}

/* Replaces the line of KEY, or adds one at the end. */
static void put(struct text *all, const char *key, const char *value)
{
	struct text now = TEXT_EMPTY;
	const char *old = text_string(all), *line = line_of(old, key);
	size_t before = line != NULL ? (size_t)(line - old) : strlen(old);

	text_add_n(&now, old, before);
	if (now.length == 0)
		text_add(&now, heading);
	else if (now.bytes[now.length - 1] != '\n')
		text_add(&now, "\n");
	text_add_format(&now, "%s %s\n", key, value);
	if (line != NULL) {
		line += strcspn(line, "\n");
		text_add(&now, line + (*line == '\n'));
	}
	text_free(all);
	*all = now;
}

static bool set(const struct course *course, const char *key, const char *value)
{
	char *path = file_of(course);
	int turn = open(course->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct text all = TEXT_EMPTY;

	if (turn >= 0)
		flock(turn, LOCK_EX);
	read_all(course, &all);
	put(&all, key, value);
	bool ok = file_write(path, text_string(&all), all.length);
	if (!ok)
		error_print("%s can't be written: %s. Your progress is not kept "
		            "until it can.", path, strerror(errno));
	if (turn >= 0)
		close(turn);
	text_free(&all);
	free(path);
	return ok;
}

/* ---- facts -------------------------------------------------------------- */

/* "05 best": what a stage's line begins with; the caller frees it. */
static char *key_of(const char *stage, const char *what)
{
	return must_format("%.2s %s", stage, what);
}

struct progress_best progress_best(const struct course *course, const char *stage)
{
	struct progress_best best = { 0, 0 };
	char *key = key_of(stage, "best"), *value = get(course, key);

	if (sscanf(value, "%lf of %lf", &best.points, &best.max) != 2)
		best = (struct progress_best){ 0, 0 };
	free(value);
	free(key);
	return best;
}

bool progress_note_points(const struct course *course, const char *stage,
                          double points, double max)
{
	struct progress_best best = progress_best(course, stage);

	if (best.max > 0 && points * best.max <= best.points * max)
		return true;
	char *key = key_of(stage, "best");
	char *value = must_format("%.10g of %.10g", points, max);
	bool ok = set(course, key, value);
	free(value);
	free(key);
	return ok;
}

int progress_hints(const struct course *course, const char *stage)
{
	char *key = key_of(stage, "hints"), *value = get(course, key);
	long hints = strtol(value, NULL, 10);

	free(value);
	free(key);
	return hints < 0 || hints > 99 ? 0 : (int)hints;
}

bool progress_set_hints(const struct course *course, const char *stage, int hints)
{
	char *key = key_of(stage, "hints"), *value = must_format("%d", hints);
	bool ok = set(course, key, value);

	free(value);
	free(key);
	return ok;
}

const char *progress_at(const struct course *course)
{
	char *value = get(course, "at");
	const char *stage = value[0] != '\0' ? course_stage(course, value, NULL) : NULL;

	free(value);
	return stage;
}

bool progress_set_at(const struct course *course, const char *stage)
{
	char value[3];

	snprintf(value, sizeof value, "%.2s", stage);
	return set(course, "at", value);
}

bool progress_done(const struct course *course, const char *stage)
{
	struct progress_best best = progress_best(course, stage);

	return best.max > 0 && best.points >= best.max;
}

const char *progress_current(const struct course *course)
{
	const char *at = progress_at(course);

	if (at != NULL && !progress_done(course, at))
		return at;
	for (size_t i = 0; i < course->stages_count; i++)
		if (!progress_done(course, course->stages[i]))
			return course->stages[i];
	return NULL;
}
