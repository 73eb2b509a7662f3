/*
 * desk.h - the student's desk: what helps while working on a stage.
 *
 * Each command returns the program's exit status (cli.h). Nothing that a
 * student wrote is ever lost here: what has to make room goes to
 * .kept/STAGE/TIME/ in the course's root first.
 */
#ifndef DESK_H
#define DESK_H

#include "cli/cli.h"
#include "stage/stage.h"

/* Unfolds the next hint of a stage; with cli->again those unfolded so far. */
int desk_hint(const struct course *course, const struct cli *cli);
/* Opens the way to the next stage, when this one is done (or cli->anyway). */
int desk_next(const struct course *course, const struct cli *cli);
/* Brings a stage's starter back. */
int desk_reset(const struct course *course, const struct cli *cli);
/* Takes one's own code of an earlier stage into this one. */
int desk_carry(const struct course *course, const struct cli *cli);
/* Checks a stage each time one of its files is saved, until q or Ctrl-C. */
int desk_watch(const struct course *course, const struct cli *cli);
/* Writes compile_commands.json, for editors, into the build's folder. */
int desk_editor(const struct course *course, const struct cli *cli);

/*
 * The stage that cli->argument names, or where the student is; NULL, with the
 * fault printed (or that all is done), when there is none.
 */
const char *desk_stage(const struct course *course, const struct cli *cli);

/*
 * Puts bytes in place of exercises/STAGE/NAME, what was there kept aside.
 * kept: the folder for what is kept, made when first used; starts as NULL,
 * freed by the caller. False with the fault printed, and nothing changed.
 */
bool desk_replace(const struct course *course, const char *stage,
                  const char *name, const struct text *bytes, char **kept);

/* The starter of a stage's file; false with the fault printed. */
bool desk_starter(const struct course *course, const char *stage,
                  const char *name, struct text *starter);

/* The latest stage before this one that takes a file of that name, tests of
   one's own apart; NULL: there is none. A name of course. */
const char *desk_origin(const struct course *course, const char *stage,
                        const char *name);

#endif
