/*
 * engine_parts.h - what the engines have in common; for engine*.c alone.
 */
#ifndef CLASS_ENGINE_PARTS_H
#define CLASS_ENGINE_PARTS_H

#include "base/args.h"
#include "class/engine.h"

/* A grading that takes so many seconds is ended from outside: its own limits end it
   earlier. */
#define JOB_SECONDS 1800

/* ---- jobs, and hearing that they have ended ----------------------------- */

struct listening {
	const struct engine *engine;
	const struct engine_job *jobs;
	size_t count, left;
	size_t *by_name;           /* places of jobs, in the order of names    */
	bool *ended;
	engine_done *done;
	void *context;
};

/* The place of a job in jobs; count: there is none of that name. */
size_t listening_find(const struct listening *l, const char *job);

/*
 * A job has ended, with that status of grade's; its document is in its place, or what it
 * said of its trouble is in FOLDER/work/logs/JOB, which is removed. A job that was heard of
 * before is passed over.
 */
void listening_hear(struct listening *l, const char *job, int status);

/* Writes those that have not ended, a line each: job, stage, seed, parcel, with a tab
   between; none of them holds one. */
bool listening_write_left(const struct listening *l, const char *path,
                          struct text *problem);

/* ---- commands ---------------------------------------------------------- */

/* Appends one word of the shell's. */
void engine_add_quoted(struct text *t, const char *word);

/* Appends "PATH --course ROOT --build BUILD", PATH being that of a program of ours, then
   the words between and after them as the shell reads them. */
void engine_add_command(struct text *t, const struct engine *e, const char *program,
                        const char *words);

/* Appends the options that all gradings have, beginning with a blank. */
void engine_add_check_options(struct text *t, const struct engine *e);

/* ---- GNU parallel ------------------------------------------------------ */

typedef void parallel_line(void *context, char *line);

/*
 * Runs `parallel` with the options that all runs have, and those of a behind them, in the
 * class's folder, and calls each with each line that it prints. ssh: the command that it
 * is to reach hosts by; NULL: none. False when it could not be started; what it says on
 * its standard error is in FOLDER/work/parallel.log.
 */
bool parallel_run(const struct engine *e, const struct args *a, const char *ssh,
                  parallel_line *each, void *context, int *status, struct text *problem);

/* ---- the engines ------------------------------------------------------- */

bool engine_here(struct listening *l, struct text *problem);
bool engine_hosts(struct listening *l, struct text *problem);
bool engine_slurm(struct listening *l, struct text *problem);

#endif
