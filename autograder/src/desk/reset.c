/*
 * reset.c - the starter again, and what was there kept aside.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "desk/desk.h"

/* Does exercises/STAGE/NAME hold exactly these bytes? */
static bool holds(const struct course *course, const char *stage,
                  const char *name, const struct text *bytes)
{
	char *folder = course_folder(course, "exercises", stage);
	char *path = path_join(folder, name);
	struct text now = TEXT_EMPTY;
	bool same = file_read(path, 0, &now) && now.length == bytes->length &&
	            memcmp(text_string(&now), text_string(bytes), now.length) == 0;

	text_free(&now);
	free(path);
	free(folder);
	return same;
}

static bool reset_file(const struct course *course, const char *stage,
                       const char *name, char **kept, int *changed)
{
	struct text starter = TEXT_EMPTY;
	bool ok = desk_starter(course, stage, name, &starter);

	if (ok && holds(course, stage, name, &starter)) {
		printf("%s is the starter already.\n", name);
	} else if (ok) {
		ok = desk_replace(course, stage, name, &starter, kept);
		if (ok)
			printf("%s is the starter again.\n", name);
		*changed += ok;
	}
	text_free(&starter);
	return ok;
}

static void tell_kept(const char *stage, const char *kept)
{
	if (kept != NULL)
		printf("\nWhat was there is in %s/. To have it back:\n"
		       "    cp %s/* exercises/%s/\n", kept, kept, stage);
}

int desk_reset(const struct course *course, const struct cli *cli)
{
	struct text problem = TEXT_EMPTY;
	const char *name = course_stage(course, cli->argument, &problem);
	struct stage *stage = name != NULL ? stage_load(course, name, &problem) : NULL;
	char *kept = NULL;
	bool ok = stage != NULL;
	int changed = 0;

	if (!ok)
		error_print("%s", text_string(&problem));
	for (unsigned i = 0; ok && i < stage->files_count; i++)
		ok = reset_file(course, name, stage->files[i].name, &kept, &changed);
	if (changed > 0)
		tell_kept(name, kept);
	free(kept);
	stage_free(stage);
	text_free(&problem);
	return ok ? CLI_OK : name == NULL ? CLI_USAGE : CLI_BROKEN;
}
