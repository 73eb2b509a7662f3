/*
 * all.c - grade every stage that a folder or archive holds.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/cli.h"
#include "pipeline/submission.h"

struct all {
	const struct course *course;
	const struct cli *cli;
	const char *out;
	json_t **documents;
	size_t count;
	int status;
};

/* Does from hold a file that the stage asks for, or a folder of its name? */
static bool holds(const struct all *a, const struct stage *stage)
{
	const char *from = a->cli->from;
	char *folder = from != NULL ? path_join(from, stage->name) : NULL;
	bool found = from == NULL || is_folder(folder);
	size_t count = stage->files_count;
	struct wanted *wanted = must_alloc(count * sizeof *wanted);

	for (unsigned i = 0; i < count; i++)
		wanted[i].name = stage->files[i].name;
	if (!found && submission_read(a->course, stage->name, from, wanted,
	                              count, NULL))
		for (unsigned i = 0; i < count; i++)
			found = found || (wanted[i].path != NULL &&
			        stage->files[i].role != ROLE_OWN_TESTS);
	submission_free(wanted, count);
	free(wanted);
	free(folder);
	return found;
}

/* One line: stage, points, and what to look at. */
static void tell(const char *stage, const json_t *document)
{
	const json_t *first = json_array_get(json_object_get(document,
	                                     "findings"), 0);
	const char *look = json_string_value(json_object_get(first, "title"));
	const char *problem = json_string_value(json_object_get(document,
	                                                        "problem"));

	if (!cli_is_graded(document))
		printf("%-18s not graded  %s\n", stage, problem);
	else
		printf("%-18s %5.1f       %s\n", stage, cli_points(document),
		       cli_is_full(document) ? "full marks" :
		       problem != NULL ? problem : look != NULL ? look : "");
	fflush(stdout);
}

static void grade_one(struct all *a, const char *name)
{
	struct text problem = TEXT_EMPTY;
	struct stage *stage = stage_load(a->course, name, &problem);
	json_t *document = NULL;

	if (stage == NULL) {
		error_print("%s", text_string(&problem));
		a->status = CLI_BROKEN;
	} else if (holds(a, stage)) {
		document = cli_grade(a->course, a->cli, name);
	}
	if (document != NULL) {
		char *path = must_format("%s/%s.json", a->out, name);
		tell(name, document);
		if (!cli_write_json(document, path) || !cli_is_graded(document))
			a->status = CLI_BROKEN;
		a->documents[a->count++] = document;
		free(path);
	}
	stage_free(stage);
	text_free(&problem);
}

static void finish(struct all *a)
{
	const char *html = a->cli->html;
	char *index = html != NULL ? must_copy(html)
	                           : path_join(a->out, "index.html");

	if (a->count == 0) {
		error_print("No stage was found in %s. Name its folder like "
		            "exercises/, or put one stage's files into it.",
		            a->cli->from);
		a->status = CLI_USAGE;
	} else if (!cli_write_html(a->documents, a->count, index)) {
		a->status = CLI_BROKEN;
	} else {
		printf("\nThe whole report: %s\n", index);
	}
	free(index);
}

int cli_all(const struct course *course, const struct cli *cli)
{
	char *own = path_join(course->root, ".grade/report");
	struct all a = {
		.course = course, .cli = cli,
		.out = cli->out != NULL ? cli->out : own,
		.documents = must_alloc(course->stages_count *
		                        sizeof(json_t *)),
	};

	if (cli->from != NULL && !is_folder(cli->from) && !is_file(cli->from)) {
		error_print("There is no folder or archive %s. Look at the "
		            "name.", cli->from);
		a.status = CLI_USAGE;
	} else if (!folder_make(a.out)) {
		error_print("The folder %s can't be made: %s.", a.out,
		            strerror(errno));
		a.status = CLI_BROKEN;
	} else {
		for (size_t i = 0; i < course->stages_count; i++)
			grade_one(&a, course->stages[i]);
		finish(&a);
	}
	for (size_t i = 0; i < a.count; i++)
		json_decref(a.documents[i]);
	free(a.documents);
	free(own);
	return a.status;
}
