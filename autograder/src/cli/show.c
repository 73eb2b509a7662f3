/*
 * show.c - commands that grade nothing: show, board, list.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cli/cli.h"
#include "desk/progress.h"
#include "result.h"
#include "view/board.h"
#include "view/html.h"
#include "view/terminal.h"

json_t *cli_load(const char *path)
{
	json_error_t error;
	json_t *document = json_load_file(path, 0, &error);
	const char *format = json_string_value(json_object_get(document,
	                                                       "format"));

	if (document != NULL && format != NULL &&
	    strcmp(format, RESULT_FORMAT) == 0 &&
	    json_integer_value(json_object_get(document, "version")) ==
	    RESULT_VERSION)
		return document;
	if (document == NULL)
		error_print("%s can't be read as JSON: %s. It must be a "
		            "document that grade --json wrote.", path,
		            error.text);
	else
		error_print("%s is no result document of version %d. It must "
		            "be one that grade --json wrote.", path,
		            RESULT_VERSION);
	json_decref(document);
	return NULL;
}

int cli_show(const struct cli *cli)
{
	json_t *document = cli_load(cli->argument);
	struct view_options view = view_options_for(stdout, cli->no_colour);
	int status = CLI_OK;

	if (document == NULL)
		return CLI_USAGE;
	view.all = cli->all;
	if (cli->html == NULL)
		view_terminal(document, stdout, view);
	else if (!cli_write_html(&document, 1, cli->html))
		status = CLI_BROKEN;
	json_decref(document);
	return status;
}

int cli_board(const struct course *course, const struct cli *cli)
{
	size_t count = course->stages_count, shown = 0;
	struct stage **stages = must_alloc(count * sizeof *stages);
	struct board_stage *board = must_alloc(count * sizeof *board);
	const char *current = progress_current(course);
	int status = CLI_OK;

	for (size_t i = 0; i < count; i++) {
		struct text problem = TEXT_EMPTY;
		stages[i] = stage_load(course, course->stages[i], &problem);
		if (stages[i] == NULL) {
			error_print("%s", text_string(&problem));
			status = CLI_BROKEN;
		} else {
			board[shown++] = (struct board_stage){
				.stage = stages[i]->name,
				.title = stages[i]->title,
				.result = cli_recall(course, stages[i]->name),
				.done = progress_done(course, stages[i]->name),
				.current = current != NULL &&
				           strcmp(current, stages[i]->name) == 0,
			};
		}
		text_free(&problem);
	}
	view_board(board, shown, stdout,
	           view_options_for(stdout, cli->no_colour));
	for (size_t i = 0; i < shown; i++)
		json_decref((json_t *)board[i].result);
	for (size_t i = 0; i < count; i++)
		stage_free(stages[i]);
	free(stages);
	free(board);
	return status;
}

int cli_list(const struct course *course)
{
	int status = CLI_OK;

	for (size_t i = 0; i < course->stages_count; i++) {
		struct text problem = TEXT_EMPTY;
		struct stage *s = stage_load(course, course->stages[i],
		                             &problem);
		if (s != NULL) {
			printf("%-18s %s\n", s->name, s->title);
		} else {
			error_print("%s", text_string(&problem));
			status = CLI_BROKEN;
		}
		stage_free(s);
		text_free(&problem);
	}
	return status;
}
