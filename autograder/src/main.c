/*
 * main.c - grade: what one student's check and a whole class have in common.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cli/cli.h"
#include "desk/desk.h"

static int run_desk(const struct course *course, const struct cli *cli)
{
	if (strcmp(cli->command, "hint") == 0)
		return desk_hint(course, cli);
	if (strcmp(cli->command, "next") == 0)
		return desk_next(course, cli);
	if (strcmp(cli->command, "carry") == 0)
		return desk_carry(course, cli);
	if (strcmp(cli->command, "reset") == 0)
		return desk_reset(course, cli);
	if (strcmp(cli->command, "editor") == 0)
		return desk_editor(course, cli);
	return desk_watch(course, cli);
}

static int run(const struct course *course, const struct cli *cli)
{
	if (strcmp(cli->command, "check") == 0)
		return cli_check(course, cli);
	if (strcmp(cli->command, "all") == 0)
		return cli_all(course, cli);
	if (strcmp(cli->command, "board") == 0)
		return cli_board(course, cli);
	if (strcmp(cli->command, "list") == 0)
		return cli_list(course);
	return run_desk(course, cli);
}

int main(int argc, char **argv)
{
	struct text problem = TEXT_EMPTY;
	struct cli cli;
	int status;

	if (!cli_parse(argc, argv, &cli, &status))
		return status;
	if (strcmp(cli.command, "show") == 0)
		return cli_show(&cli);
	if (strcmp(cli.command, "export") == 0)
		return cli_export(&cli);
	struct course *course = course_open(cli.course, cli.build, &problem);
	if (course == NULL) {
		error_print("%s", text_string(&problem));
		text_free(&problem);
		return CLI_USAGE;
	}
	/* watch waits for signals itself. */
	if (strcmp(cli.command, "watch") != 0)
		cli_watch_signals();
	status = run(course, &cli);
	course_free(course);
	text_free(&problem);
	return status;
}
