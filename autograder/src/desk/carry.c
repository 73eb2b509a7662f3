/*
 * carry.c - one's own code goes along into a later stage.
 *
 * A stage's starter begins with the reference of the stage before, so nobody is
 * stuck behind an earlier one. Who would rather go on with their own code takes
 * it along: a file goes from the latest earlier stage that has one of its name.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "desk/desk.h"

const char *desk_origin(const struct course *course, const char *stage,
                        const char *name)
{
	const char *found = NULL;

	for (size_t i = 0; i < course->stages_count; i++) {
		if (strcmp(course->stages[i], stage) >= 0)
			break;
		struct stage *s = stage_load(course, course->stages[i], NULL);
		for (unsigned k = 0; s != NULL && k < s->files_count; k++)
			if (s->files[k].role != ROLE_OWN_TESTS &&
			    strcmp(s->files[k].name, name) == 0)
				found = course->stages[i];
		stage_free(s);
	}
	return found;
}

/* One's own file of that stage; false, with the reason printed, without one. */
static bool own_code(const struct course *course, const char *from,
                     const char *file, struct text *code)
{
	char *folder = course_folder(course, "exercises", from);
	char *path = path_join(folder, file);
	struct text starter = TEXT_EMPTY;
	bool ok = file_read(path, 0, code);

	if (!ok) {
		error_print("%s can't be read: %s.", path, strerror(errno));
	} else if (desk_starter(course, from, file, &starter) &&
	           strcmp(text_string(&starter), text_string(code)) == 0) {
		printf("%s: that of %s is the starter still, so there is nothing "
		       "of yours to carry.\n", file, from);
		ok = false;
	}
	text_free(&starter);
	free(path);
	free(folder);
	return ok;
}

/* How many files were carried: 1 or 0; -1 when one could not be written. */
static int carry_file(const struct course *course, const struct stage *stage,
                      const char *file, char **kept)
{
	const char *from = desk_origin(course, stage->name, file);
	struct text code = TEXT_EMPTY;
	int carried = 0;

	if (from == NULL) {
		printf("%s is new in this stage: no earlier one has it.\n", file);
	} else if (own_code(course, from, file, &code)) {
		carried = desk_replace(course, stage->name, file, &code, kept) ? 1 : -1;
		if (carried > 0)
			printf("%s is yours of %s now.\n", file, from);
	}
	text_free(&code);
	return carried;
}

static int carry(const struct course *course, const struct stage *stage)
{
	char *kept = NULL;
	int carried = 0, status = CLI_OK;

	for (unsigned i = 0; i < stage->files_count && status == CLI_OK; i++) {
		if (stage->files[i].role == ROLE_OWN_TESTS)
			continue;
		int n = carry_file(course, stage, stage->files[i].name, &kept);
		if (n < 0)
			status = CLI_BROKEN;
		else
			carried += n;
	}
	if (carried > 0 && kept != NULL)
		printf("\nThe starter is in %s/: its marks \"Your turn\" say where "
		       "this stage's new code goes.\n", kept);
	free(kept);
	return status;
}

int desk_carry(const struct course *course, const struct cli *cli)
{
	struct text problem = TEXT_EMPTY;
	const char *name = course_stage(course, cli->argument, &problem);
	struct stage *stage = name != NULL ? stage_load(course, name, &problem) : NULL;
	int status = CLI_USAGE;

	if (stage != NULL)
		status = carry(course, stage);
	else
		error_print("%s", text_string(&problem));
	stage_free(stage);
	text_free(&problem);
	return status;
}
