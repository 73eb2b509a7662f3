/*
 * engine.c - see engine.h. What all engines share, and the one on this machine.
 */
#include "class/engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "base/sandbox.h"
#include "class/engine_parts.h"

char *engine_result_path(const char *folder, const char *job)
{
	return must_format("%s/work/results/%s.json", folder, job);
}

/* ---- the list of jobs -------------------------------------------------- */

static int by_job(const void *a, const void *b, void *jobs)
{
	const struct engine_job *j = jobs;

	return strcmp(j[*(const size_t *)a].job, j[*(const size_t *)b].job);
}

size_t listening_find(const struct listening *l, const char *job)
{
	size_t low = 0, high = l->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(l->jobs[l->by_name[middle]].job, job);
		if (order == 0)
			return l->by_name[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return l->count;
}

bool listening_write_left(const struct listening *l, const char *path,
                          struct text *problem)
{
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < l->count; i++) {
		const struct job_key *key = &l->jobs[i].key;
		if (!l->ended[i])
			text_add_format(&t, "%s\t%s\t%lld\t%s\n", l->jobs[i].job,
			                key->stage, key->seed, key->parcel);
	}
	bool ok = file_write(path, text_string(&t), t.length) ||
	          problem_set(problem, "%s can't be written: %s. Make room there.", path,
	                      strerror(errno));
	text_free(&t);
	return ok;
}

/* ---- hearing of the jobs ----------------------------------------------- */

/* What the job left on its standard error, if it says something. */
static void read_log(const struct listening *l, const char *job, struct text *t)
{
	char *path = must_format("%s/work/logs/%s", l->engine->folder, job);
	struct text log = TEXT_EMPTY;

	if (file_read(path, 65536, &log))
		text_add_clean(t, text_string(&log), strcspn(text_string(&log), "\n"));
	unlink(path);
	text_free(&log);
	free(path);
}

void listening_hear(struct listening *l, const char *job, int status)
{
	struct text problem = TEXT_EMPTY;
	size_t i = listening_find(l, job);

	if (i == l->count || l->ended[i])
		return;
	l->ended[i] = true;
	l->left--;
	read_log(l, job, &problem);
	char *path = engine_result_path(l->engine->folder, job);
	if (!is_plain_file(path) && problem.length == 0)
		text_add_format(&problem, "the grader ended with status %d", status);
	l->done(l->context, &l->jobs[i], text_string(&problem));
	free(path);
	text_free(&problem);
}

/* ---- commands ---------------------------------------------------------- */

void engine_add_quoted(struct text *t, const char *word)
{
	text_add(t, "'");
	for (; *word != '\0'; word++)
		if (*word == '\'')
			text_add(t, "'\\''");
		else
			text_add_n(t, word, 1);
	text_add(t, "'");
}

void engine_add_command(struct text *t, const struct engine *e, const char *program,
                        const char *words)
{
	char *path = path_join(e->course->build, program);

	engine_add_quoted(t, path);
	text_add_format(t, " %s --course ", words);
	engine_add_quoted(t, e->course->root);
	text_add(t, " --build ");
	engine_add_quoted(t, e->course->build);
	free(path);
}

void engine_add_check_options(struct text *t, const struct engine *e)
{
	text_add_format(t, " --sandbox always --as . --timeout-scale %g",
	                e->timeout_scale > 0 ? e->timeout_scale : 1.0);
}

/* ---- on this machine --------------------------------------------------- */

/* What each job does, for parallel, which puts the columns of the list in. The last line
   tells us that it has ended, and how. */
static char *job_command(const struct engine *e)
{
	struct text t = TEXT_EMPTY;

	text_add(&t, "RIG_SEED={3} ");
	engine_add_command(&t, e, "grade", "check {2}");
	engine_add_check_options(&t, e);
	text_add(&t, " --from submissions/{4} --json work/results/{1}.json "
	         ">/dev/null 2>work/logs/{1}; echo {1} $?");
	return text_take(&t);
}

static void hear_line(void *context, char *line)
{
	char job[JOB_NAME];
	int status = 0;

	if (sscanf(line, "%32s %d", job, &status) == 2)
		listening_hear(context, job, status);
}

static void tell_failure(const struct listening *l, int status, struct text *problem)
{
	char *path = path_join(l->engine->folder, "work/parallel.log");
	struct text log = TEXT_EMPTY;

	file_read(path, 65536, &log);
	problem_set(problem, "GNU parallel ended early (status %d), and %zu are left: %.*s. "
	            "What was graded is kept; run it again.", WEXITSTATUS(status), l->left,
	            (int)strcspn(text_string(&log), "\n"), text_string(&log));
	text_free(&log);
	free(path);
}

/* Better once, and now, than from each of three hundred. */
static bool has_sandbox(const struct engine *e, struct text *problem)
{
	char *folder = path_join(e->scratch, "try");
	struct sandbox *box = NULL;

	if (folder_make(folder) && chmod(folder, 0755) == 0)
		box = sandbox_open(folder, problem);
	else
		problem_set(problem, "%s can't be made: %s. Make room there.", folder,
		            strerror(errno));
	sandbox_close(box);
	free(folder);
	return box != NULL;
}

bool engine_here(struct listening *l, struct text *problem)
{
	const struct engine *e = l->engine;
	struct args a = ARGS_EMPTY;
	char *list = path_join(e->folder, "work/jobs"), *command = job_command(e);
	int status = 0;

	args_add_words(&a, "--line-buffer --colsep \\t --arg-file work/jobs");
	args_add_format(&a, "--timeout=%d", JOB_SECONDS);
	args_add_format(&a, "--jobs=%zu", e->width != 0 ? e->width : pool_width());
	args_add(&a, command);
	bool ok = has_sandbox(e, problem) && listening_write_left(l, list, problem) &&
	          parallel_run(e, &a, NULL, hear_line, l, &status, problem);
	if (ok && l->left > 0) {
		tell_failure(l, status, problem);
		ok = false;
	}
	args_free(&a);
	free(command);
	free(list);
	return ok;
}

/* ---- any of them ------------------------------------------------------- */

bool engine_run(const struct engine *engine, const struct engine_job jobs[], size_t count,
                engine_done *done, void *context, struct text *problem)
{
	struct listening l = { .engine = engine, .jobs = jobs, .count = count, .left = count,
	                       .by_name = must_alloc(count * sizeof(size_t)),
	                       .ended = must_alloc(count * sizeof(bool)), .done = done,
	                       .context = context };
	bool ok;

	for (size_t i = 0; i < count; i++)
		l.by_name[i] = i;
	qsort_r(l.by_name, count, sizeof *l.by_name, by_job, (void *)jobs);
	if (engine->slurm != NULL)
		ok = engine_slurm(&l, problem);
	else if (engine->hosts != NULL)
		ok = engine_hosts(&l, problem);
	else
		ok = engine_here(&l, problem);
	free(l.by_name);
	free(l.ended);
	return ok;
}
