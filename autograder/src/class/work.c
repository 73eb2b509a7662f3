/*
 * work.c - grades what has no result yet, and says how far it is.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/proc.h"
#include "class/class.h"
#include "class/engine.h"
#include "class/grades.h"
#include "class/progress.h"
#include "class/sql.h"

struct work {
	struct class *c;
	struct engine_job *jobs;
	size_t count, not_graded;
	struct progress progress;
	struct text first;                 /* why the first was not graded     */
};

/* ---- what is to be done ------------------------------------------------ */

static bool is_listed(const struct work *w, const char *job)
{
	for (size_t i = w->count; i-- > 0;)
		if (strcmp(w->jobs[i].job, job) == 0)
			return true;
	return false;
}

static void add_job(struct work *w, const char *parcel, const char *stage, long long seed)
{
	const struct grader *g = graders_of(&w->c->graders, stage);
	struct engine_job j = { .key = { .seed = seed } };

	if (g == NULL)
		return;                 /* A stage that is no more.             */
	j.key.stage = course_stage(w->c->course, stage, NULL);
	j.key.grader = g->name;
	snprintf(j.key.parcel, sizeof j.key.parcel, "%s", parcel);
	gradebook_job(&j.key, j.job);
	/* Two may have handed in the same. */
	if (gradebook_has(w->c->book, j.job) || (seed == 0 && is_listed(w, j.job)))
		return;
	w->jobs = must_resize(w->jobs, w->count + 1, sizeof *w->jobs);
	w->jobs[w->count++] = j;
}

static void find_jobs(struct work *w)
{
	sqlite3_stmt *s = sql_ask(w->c->book->db,
		"SELECT DISTINCT a.parcel, a.stage, CASE WHEN ? THEN t.key ELSE '' END "
		"FROM attempt a JOIN student t ON t.id = a.student ORDER BY a.id", "i",
		(long long)w->c->settings.seeds);

	while (sql_row(&s)) {
		const char *key = sql_text(s, 2);
		add_job(w, sql_text(s, 0), sql_text(s, 1),
		        grades_seed(w->c->book, &w->c->settings, key));
	}
}

/* ---- what was done ----------------------------------------------------- */

static json_t *not_graded(const struct engine_job *job, const char *problem)
{
	return json_pack("{s:s, s:s, s:s, s:n, s:[], s:[]}", "status", "not_graded",
	                 "problem", problem, "stage", job->key.stage, "score", "tests",
	                 "findings");
}

static void keep_result(struct work *w, const struct engine_job *job, const char *problem)
{
	char *path = engine_result_path(w->c->folder, job->job);
	json_t *document = is_plain_file(path) ? json_load_file(path, 0, NULL) : NULL;

	if (document == NULL)
		document = not_graded(job, problem);
	const char *status = json_string_value(json_object_get(document, "status"));
	if (status == NULL || strcmp(status, "not_graded") == 0) {
		const char *why = json_string_value(json_object_get(document, "problem"));
		if (w->not_graded++ == 0)
			text_add(&w->first, why != NULL ? why : problem);
	}
	gradebook_add_result(w->c->book, job->job, &job->key, document, time(NULL));
	unlink(path);
	json_decref(document);
	free(path);
}

static void one_done(void *context, const struct engine_job *job, const char *problem)
{
	struct work *w = context;

	keep_result(w, job, problem);
	progress_step(&w->progress, w->not_graded);
}

/* A run before this one may have ended between a document and the gradebook. */
static void collect(struct work *w)
{
	size_t left = 0;

	for (size_t i = 0; i < w->count; i++) {
		char *path = engine_result_path(w->c->folder, w->jobs[i].job);
		if (is_plain_file(path))
			keep_result(w, &w->jobs[i], "");
		if (!gradebook_has(w->c->book, w->jobs[i].job))
			w->jobs[left++] = w->jobs[i];
		free(path);
	}
	w->count = left;
	w->not_graded = 0;
	text_cut(&w->first, 0);
}

/* ---- the folder that jobs work in -------------------------------------- */

static bool make_folders(const struct class *c)
{
	static const char *const names[] = { "work/results", "work/logs", "work/tmp" };
	bool ok = true;

	char *tmp = path_join(c->folder, "work/tmp");
	folder_remove(tmp);             /* of a run that was killed             */
	free(tmp);
	for (size_t i = 0; i < 3; i++) {
		char *path = path_join(c->folder, names[i]);
		ok = ok && folder_make(path);
		free(path);
	}
	return ok;
}

/* A scratch folder of ours that a killed run has left; NULL: none. Some of its gradings may
   still be at work in it, so that it is used again rather than removed. */
static char *last_scratch(const char *note)
{
	struct text last = TEXT_EMPTY;
	struct stat st;

	if (file_read(note, 4096, &last) && strstr(text_string(&last), "/class-work") != NULL &&
	    lstat(text_string(&last), &st) == 0 && S_ISDIR(st.st_mode) &&
	    st.st_uid == geteuid())
		return text_take(&last);
	text_free(&last);
	return NULL;
}

/* A scratch folder where the sandbox's user can go, as the class's need not be one; its name
   is noted in there. */
static char *make_scratch(const struct class *c)
{
	char *note = path_join(c->folder, "work/scratch"), *scratch = last_scratch(note);

	if (scratch == NULL)
		scratch = folder_scratch("class-work");
	if (scratch != NULL && (chmod(scratch, 0755) != 0 ||
	                        !file_write(note, scratch, strlen(scratch)))) {
		folder_remove(scratch);
		free(scratch);
		scratch = NULL;
	}
	free(note);
	return scratch;
}

static bool run(struct work *w, struct text *problem)
{
	char *scratch = make_scratch(w->c);
	struct engine engine = {
		.course = w->c->course, .folder = w->c->folder, .scratch = scratch,
		.hosts = w->c->options->hosts, .slurm = w->c->options->slurm,
		.width = w->c->options->jobs,
		.timeout_scale = w->c->options->timeout_scale,
		.complaints = &w->c->complaints,
	};

	if (scratch == NULL)
		return problem_set(problem, "No scratch folder can be made in $TMPDIR or /tmp. "
		                   "Make room there, or set TMPDIR.");
	progress_start(&w->progress, w->count, !w->c->options->quiet);
	bool ok = engine_run(&engine, w->jobs, w->count, one_done, w, problem);
	progress_end(&w->progress);
	folder_remove(scratch);
	free(scratch);
	return ok;
}

bool class_work(struct class *c, size_t *not_graded)
{
	struct work w = { .c = c };
	struct text problem = TEXT_EMPTY;
	bool ok = make_folders(c) || problem_set(&problem, "%s/work can't be made: %s.",
	                                         c->folder, strerror(errno));

	if (ok) {
		find_jobs(&w);
		collect(&w);
		ok = w.count == 0 || run(&w, &problem);
	}
	if (!ok)
		error_print("%s", text_string(&problem));
	if (w.not_graded > 0)
		text_add_format(&c->complaints, "%zu could not be graded, which is never a "
		                "zero; the first because: %s The next run tries them again.\n",
		                w.not_graded, text_string(&w.first));
	*not_graded = w.not_graded;
	text_free(&w.first);
	text_free(&problem);
	free(w.jobs);
	return ok;
}
