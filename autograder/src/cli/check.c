/*
 * check.c - grade one stage, and show it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/cli.h"
#include "pipeline/pipeline.h"
#include "result_json.h"
#include "view/terminal.h"

/* ---- progress ---------------------------------------------------------- */

/* Erased before anything else is written; nothing at all if no terminal. */
static void show_progress(void *context, enum phase_id phase)
{
	static const char *const doing[PHASE_COUNT] = {
		"taking the files", "compiling", "looking at the object",
		"running the tests", "running the tests under Memcheck",
		"running your own tests", "counting the lines reached",
		"playing traces", "adding up",
	};

	fprintf(stderr, "\r\033[K%s: %s ...", (const char *)context,
	        doing[phase]);
	fflush(stderr);
}

static void end_progress(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

/* ---- grading ----------------------------------------------------------- */

/* The fork server needs Criterion's static library; without it, stock. */
static bool wants_stock(const struct course *course, const struct cli *cli)
{
	if (cli->runner != NULL && strcmp(cli->runner, "stock") == 0)
		return true;
	char *fast = path_join(course->build, "rig.rsp");
	bool stock = !is_file(fast);
	free(fast);
	return stock;
}

/* What comes from outside the course is a stranger's, unless somebody says otherwise. */
static bool is_foreign(const struct course *course, const struct cli *cli)
{
	if (cli->sandbox != NULL)
		return strcmp(cli->sandbox, "always") == 0;
	char *real = cli->from != NULL ? path_real(cli->from) : NULL;
	bool foreign = real != NULL && path_below(real, course->root) == NULL;
	free(real);
	return foreign;
}

static json_t *grade_stage(const struct course *course, const struct cli *cli,
                           const struct stage *stage)
{
	char *scratch = cli_enter();
	struct job job = {
		.stage = stage, .from = cli->from, .called = cli->as, .scratch = scratch,
		.foreign = is_foreign(course, cli),
		.quick = cli->quick, .stock = wants_stock(course, cli),
		.timeout_scale = cli->timeout_scale,
		.progress = isatty(STDERR_FILENO) ? show_progress : NULL,
		.progress_context = stage->name,
	};

	if (scratch == NULL)
		return NULL;
	struct result *result = pipeline_grade(course, &job);
	json_t *document = result_to_json(result);
	end_progress();
	result_free(result);
	cli_leave(scratch, cli->keep);
	return document;
}

json_t *cli_grade(const struct course *course, const struct cli *cli,
                  const char *stage_name)
{
	struct text problem = TEXT_EMPTY;
	struct stage *stage = stage_load(course, stage_name, &problem);
	json_t *document = NULL;

	if (stage != NULL)
		document = grade_stage(course, cli, stage);
	else
		error_print("%s", text_string(&problem));
	/* Only the student's own work counts for the board. */
	if (document != NULL && cli->from == NULL && !cli->quick)
		cli_remember(course, document);
	stage_free(stage);
	text_free(&problem);
	return document;
}

static int write_outputs(const struct cli *cli, json_t *document)
{
	int status = !cli_is_graded(document) ? CLI_BROKEN :
	             cli_is_full(document) ? CLI_OK : CLI_NOT_FULL;

	if (cli->json != NULL && !cli_write_json(document, cli->json))
		status = CLI_BROKEN;
	if (cli->html != NULL && !cli_write_html(&document, 1, cli->html))
		status = CLI_BROKEN;
	return status;
}

int cli_check(const struct course *course, const struct cli *cli)
{
	struct text problem = TEXT_EMPTY;
	const char *name = course_stage(course, cli->argument, &problem);
	struct view_options view = view_options_for(stdout, cli->no_colour);

	if (name == NULL) {
		error_print("%s", text_string(&problem));
		text_free(&problem);
		return CLI_USAGE;
	}
	json_t *document = cli_grade(course, cli, name);
	if (document == NULL)
		return CLI_BROKEN;
	view.all = cli->all;
	view.lines = cli->lines;
	view_terminal(document, stdout, view);
	int status = write_outputs(cli, document);
	json_decref(document);
	return status;
}
