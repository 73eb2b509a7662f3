/*
 * engine.h - many gradings at once.
 *
 * A job is one `grade check`, in a process of its own, that writes one result document
 * under a name of its own when it is whole. GNU parallel hands the jobs out on this
 * machine or over ssh to several, Slurm on a cluster. Whatever becomes of this program,
 * what was written is found by the next run.
 */
#ifndef CLASS_ENGINE_H
#define CLASS_ENGINE_H

#include <stddef.h>

#include "class/gradebook.h"
#include "stage/stage.h"

struct engine_job {
	char job[JOB_NAME];
	struct job_key key;
};

struct engine {
	const struct course *course;
	const char *folder;        /* the class's                              */
	const char *scratch;       /* for what jobs here leave until they end,
	                              where the sandbox's user can go          */
	const char *hosts;         /* file as parallel's --sshloginfile takes;
	                              NULL: none                               */
	const char *slurm;         /* a partition, or options of sbatch, or "";
	                              NULL: no Slurm                           */
	size_t width;              /* jobs at a time, on each host; elements of
	                              Slurm's; 0: as many as cores             */
	double timeout_scale;
	struct text *complaints;   /* gets a line for each machine left out    */
};

/* Told of each job that has ended: its document is there, or problem says why not. */
typedef void engine_done(void *context, const struct engine_job *job,
                         const char *problem);

/*
 * Runs the jobs and returns when all have ended, or when the engine itself could not go
 * on: false, with the problem said. Documents are in FOLDER/work/results/JOB.json.
 */
bool engine_run(const struct engine *engine, const struct engine_job jobs[], size_t count,
                engine_done *done, void *context, struct text *problem);

/* FOLDER/work/results/JOB.json; the caller frees it. */
char *engine_result_path(const char *folder, const char *job);

#endif
