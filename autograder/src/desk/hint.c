/*
 * hint.c - the hints of an exercise, one by one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "desk/desk.h"
#include "desk/progress.h"
#include "view/hint_text.h"

static bool read_task(const struct course *course, const char *stage,
                      struct text *readme)
{
	char *folder = course_folder(course, "exercises", stage);
	char *path = path_join(folder, "README.md");
	bool ok = file_read(path, 0, readme);

	if (!ok)
		error_print("%s can't be read: %s. The hints stand in it.", path,
		            strerror(errno));
	free(path);
	free(folder);
	return ok;
}

/* What to do when the hint did not help, or not yet. */
static void tell_more(const struct course *course, const char *stage, int open, int count)
{
	if (open >= count && course->handout != NULL)
		printf("\nThat was the last hint. Still stuck? Read the lesson's sections "
		       "that\n`make check STAGE=%.2s` names, then ask your instructor.\n", stage);
	else if (open < count)
		printf("\nTry it first. `make hint STAGE=%.2s` unfolds the next one.\n", stage);
	else
		printf("\nThat was the last hint. Still stuck? Read the lesson's sections "
		       "that\n`make check STAGE=%.2s` names, then solutions/%s/NOTES.md.\n",
		       stage, stage);
}

static int unfold(const struct course *course, const struct cli *cli,
                  const char *stage, const char *readme)
{
	struct view_options view = view_options_for(stdout, cli->no_colour);
	int count = hint_count(readme), open = progress_hints(course, stage);
	bool all = cli->again || open >= count;
	int last = open < count && !cli->again ? open + 1 : open < count ? open : count;

	if (count == 0) {
		error_print("exercises/%s/README.md has no hints.", stage);
		return CLI_BROKEN;
	}
	if (last == 0)
		printf("No hint of %s is open yet: `make hint STAGE=%.2s` opens one.\n",
		       stage, stage);
	for (int i = all ? 1 : last; i >= 1 && i <= last; i++) {
		if (all && i > 1)
			putchar('\n');
		hint_text(readme, i, stdout, view);
	}
	if (last > 0)
		tell_more(course, stage, last, count);
	fflush(stdout);
	return last <= open || progress_set_hints(course, stage, last)
		? CLI_OK : CLI_BROKEN;
}

int desk_hint(const struct course *course, const struct cli *cli)
{
	const char *stage = desk_stage(course, cli);
	struct text readme = TEXT_EMPTY;
	int status = CLI_USAGE;

	if (stage != NULL)
		status = read_task(course, stage, &readme)
			? unfold(course, cli, stage, text_string(&readme)) : CLI_BROKEN;
	text_free(&readme);
	return status;
}
