/*
 * cli.h - the commands of `grade`.
 *
 * Each command returns the program's exit status:
 *	0  full marks (check); everything was graded (all)
 *	1  graded, but not full marks (check)
 *	2  the command line was not understood
 *	3  something could not be graded: never the student's fault
 */
#ifndef CLI_H
#define CLI_H

#include <jansson.h>
#include <stdbool.h>

#include "stage/stage.h"

enum { CLI_OK = 0, CLI_NOT_FULL = 1, CLI_USAGE = 2, CLI_BROKEN = 3 };

struct cli {
	const char *command;
	const char *argument;      /* STAGE, RESULT.json or FORMAT; NULL: none */
	char **more;               /* export: RESULT.json...                   */
	size_t more_count;
	const char *course, *build, *from, *as, *json, *html, *out, *runner, *sandbox;
	double timeout_scale;
	bool quick, no_colour, all, keep, lines;
	bool again;                /* hint: those that are open already        */
	bool anyway;               /* next: without full marks                 */
	bool poll;                 /* watch: look, even where the kernel tells */
	bool reveal;               /* export: held-back tests as any other     */
};

/* Reads the command line. True when a command is to run; else *status says
   how to exit (help and version were printed, or a fault). */
bool cli_parse(int argc, char **argv, struct cli *cli, int *status);

int cli_check(const struct course *course, const struct cli *cli);
int cli_all(const struct course *course, const struct cli *cli);
int cli_show(const struct cli *cli);
int cli_export(const struct cli *cli);
int cli_board(const struct course *course, const struct cli *cli);
int cli_list(const struct course *course);

/*
 * Grades one stage; NULL, with the fault printed, when its manifest can't be
 * read. The document is released by the caller.
 */
json_t *cli_grade(const struct course *course, const struct cli *cli,
                  const char *stage_name);

/* Keeps the student's last result for the board (errors are no matter). */
void cli_remember(const struct course *course, const json_t *document);
/* The last result of a stage; NULL when there is none. */
json_t *cli_recall(const struct course *course, const char *stage);

/* A document that grade --json wrote; NULL with the fault printed. */
json_t *cli_load(const char *path);

/* Writes documents; false with the fault printed. */
bool cli_write_json(const json_t *document, const char *path);
bool cli_write_html(json_t *const documents[], size_t count, const char *path);

/* What a document says: its status, points and whether they are full. */
bool cli_is_graded(const json_t *document);
double cli_points(const json_t *document);
bool cli_is_full(const json_t *document);

/* Ends all children and removes scratch folders when a signal ends grade. */
void cli_watch_signals(void);
/* A fresh scratch folder that cli_watch_signals knows; NULL with the fault
   printed. cli_leave removes it. */
char *cli_enter(void);
void cli_leave(char *scratch, bool keep);

#endif
