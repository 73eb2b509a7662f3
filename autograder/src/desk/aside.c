/*
 * aside.c - files that make room for others, and starters.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/files.h"
#include "desk/desk.h"
#include "desk/progress.h"

const char *desk_stage(const struct course *course, const struct cli *cli)
{
	struct text problem = TEXT_EMPTY;
	const char *name = NULL;

	if (cli->argument != NULL) {
		name = course_stage(course, cli->argument, &problem);
		if (name == NULL)
			error_print("%s", text_string(&problem));
	} else {
		name = progress_current(course);
		if (name == NULL)
			error_print("Every stage has full marks. Name one, as in: "
			            "grade %s 05.", cli->command);
	}
	text_free(&problem);
	return name;
}

/* Relative to the course's root; a second in the same second gets a letter. */
static char *make_kept(const struct course *course, const char *stage)
{
	time_t now = time(NULL);
	struct tm t;
	char when[32];

	localtime_r(&now, &t);
	strftime(when, sizeof when, "%Y-%m-%d-%H%M%S", &t);
	for (int more = 'a'; more <= 'z'; more++) {
		const char letter = (char)more;
		char *kept = must_format(".kept/%s/%s%.*s", stage, when,
		                         more > 'a', &letter);
		char *path = path_join(course->root, kept);
		bool taken = is_folder(path);
		bool made = !taken && folder_make(path);

		if (!taken && !made)
			error_print("%s can't be made: %s. Nothing was changed.",
			            path, strerror(errno));
		free(path);
		if (made)
			return kept;
		free(kept);
		if (!taken)
			return NULL;
	}
	error_print("Wait a second, and try again.");
	return NULL;
}

/* Copies what stands at path into the folder for what is kept. */
static bool keep(const struct course *course, const char *stage,
                 const char *path, char **kept)
{
	if (!is_file(path))
		return true;
	if (*kept == NULL)
		*kept = make_kept(course, stage);
	if (*kept == NULL)
		return false;
	char *folder = path_join(course->root, *kept);
	char *copy = path_join(folder, path_name(path));
	bool ok = file_copy(path, copy);
	if (!ok)
		error_print("%s can't be copied to %s: %s. Nothing was changed.",
		            path, copy, strerror(errno));
	free(copy);
	free(folder);
	return ok;
}

bool desk_replace(const struct course *course, const char *stage,
                  const char *name, const struct text *bytes, char **kept)
{
	char *folder = course_folder(course, "exercises", stage);
	char *path = path_join(folder, name);
	bool ok = keep(course, stage, path, kept);

	if (ok && !file_write(path, text_string(bytes), bytes->length)) {
		error_print("%s can't be written: %s. It is as it was.", path,
		            strerror(errno));
		ok = false;
	}
	free(path);
	free(folder);
	return ok;
}

/* A handout has the starters, and not what they are made from. */
static bool handed_out(const struct course *course, const char *stage, const char *name,
                       struct text *starter)
{
	char *path = must_format("%s/autograder/stages/%s/starter/%s", course->root, stage,
	                         name);
	bool ok = file_read(path, 0, starter);

	if (!ok)
		error_print("The starter %s can't be read: %s. Take it from the handout "
		            "that you were given.", path, strerror(errno));
	free(path);
	return ok;
}

bool desk_starter(const struct course *course, const char *stage,
                  const char *name, struct text *starter)
{
	if (course->handout != NULL)
		return handed_out(course, stage, name, starter);
	char *folder = course_folder(course, "solutions", stage);
	char *path = path_join(folder, name);
	struct text reference = TEXT_EMPTY, problem = TEXT_EMPTY;
	bool ok = file_read(path, 0, &reference);

	if (!ok)
		error_print("The starter of %s is made from %s, which can't be "
		            "read: %s. Get the file back, with git for example.",
		            name, path, strerror(errno));
	else if (!(ok = derive_starter(text_string(&reference), name, starter,
	                               &problem)))
		error_print("%s", text_string(&problem));
	text_free(&problem);
	text_free(&reference);
	free(path);
	free(folder);
	return ok;
}
