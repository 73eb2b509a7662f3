/*
 * engine.c - see engine.h.
 */
#include "class/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "base/proc.h"

/* A grading that takes so long is ended from outside: its own limits end it earlier. */
#define JOB_SECONDS 1800

char *engine_result_path(const char *folder, const char *job)
{
	return must_format("%s/work/results/%s.json", folder, job);
}

/* ---- the list of jobs -------------------------------------------------- */

/* A line each: job, stage, seed, parcel. None of them holds a tab. */
static bool write_list(const struct engine *e, const struct engine_job jobs[],
                       size_t count, struct text *problem)
{
	char *path = path_join(e->folder, "work/jobs");
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < count; i++)
		text_add_format(&t, "%s\t%s\t%lld\t%s\n", jobs[i].job, jobs[i].key.stage,
		                jobs[i].key.seed, jobs[i].key.parcel);
	bool ok = file_write(path, text_string(&t), t.length) ||
	          problem_set(problem, "%s can't be written: %s.", path, strerror(errno));
	text_free(&t);
	free(path);
	return ok;
}

/* ---- parallel ---------------------------------------------------------- */

/* As a word of the shell's. */
static void add_quoted(struct text *t, const char *word)
{
	text_add(t, "'");
	for (; *word != '\0'; word++)
		if (*word == '\'')
			text_add(t, "'\\''");
		else
			text_add_n(t, word, 1);
	text_add(t, "'");
}

/* What each job does, for parallel, which puts the columns of the list in. The last line
   tells us that it has ended, and how. */
static char *job_command(const struct engine *e)
{
	struct text t = TEXT_EMPTY;
	char *grade = path_join(e->course->build, "grade");

	text_add(&t, "RIG_SEED={3} ");
	add_quoted(&t, grade);
	text_add(&t, " check {2} --course ");
	add_quoted(&t, e->course->root);
	text_add(&t, " --build ");
	add_quoted(&t, e->course->build);
	text_add_format(&t, " --sandbox always --as . --timeout-scale %g --from ",
	                e->timeout_scale > 0 ? e->timeout_scale : 1.0);
	text_add(&t, "submissions/{4} --json work/results/{1}.json "
	         ">/dev/null 2>work/logs/{1}; echo {1} $?");
	free(grade);
	return text_take(&t);
}

static void parallel_arguments(const struct engine *e, struct args *a)
{
	char *command = job_command(e);

	args_add_words(a, "parallel --will-cite --no-notice --plain --line-buffer "
	               "--colsep \\t --arg-file work/jobs");
	args_add_format(a, "--timeout=%d", JOB_SECONDS);
	args_add_format(a, "--jobs=%zu", e->width != 0 ? e->width : pool_width());
	args_add(a, command);
	free(command);
}

/* Becomes parallel. When this program ends, whatever way, parallel starts nothing any more,
   waits for what is running, and ends. */
__attribute__((noreturn))
static void become(const struct engine *e, const struct args *a, int out, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(126);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int log = open("work/parallel.log", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	dup2(nothing, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	setenv("TMPDIR", e->scratch, 1);
	setenv("PARALLEL_HOME", e->scratch, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("PARALLEL");
	setpgid(0, 0);
	execvp("parallel", a->items);
	dprintf(STDERR_FILENO, "parallel can't be started: %s\n", strerror(errno));
	_exit(127);
}

struct child { pid_t pid; FILE *out; };

static bool start(const struct engine *e, struct child *c, struct text *problem)
{
	struct args a = ARGS_EMPTY;
	int ends[2];
	pid_t self = getpid();

	parallel_arguments(e, &a);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return problem_set(problem, "There are too many open files: %s.",
		                   strerror(errno));
	c->pid = fork();
	if (c->pid == 0) {
		if (chdir(e->folder) != 0)
			_exit(126);
		become(e, &a, ends[1], self);
	}
	close(ends[1]);
	c->out = c->pid > 0 ? fdopen(ends[0], "re") : NULL;
	if (c->out == NULL)
		close(ends[0]);
	args_free(&a);
	return c->out != NULL ||
	       problem_set(problem, "No process can be started: %s.", strerror(errno));
}

/* ---- hearing of the jobs ----------------------------------------------- */

struct listening {
	const struct engine *engine;
	const struct engine_job *jobs;
	size_t count;
	bool *ended;
	engine_done *done;
	void *context;
};

static size_t find_job(const struct listening *l, const char *job)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->jobs[i].job, job) == 0)
			return i;
	return l->count;
}

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

static void hear(struct listening *l, const char *line)
{
	char job[JOB_NAME];
	int status = 0;
	struct text problem = TEXT_EMPTY;

	if (sscanf(line, "%32s %d", job, &status) != 2)
		return;
	size_t i = find_job(l, job);
	if (i == l->count || l->ended[i])
		return;
	l->ended[i] = true;
	read_log(l, job, &problem);
	char *path = engine_result_path(l->engine->folder, job);
	if (!is_plain_file(path) && problem.length == 0)
		text_add_format(&problem, "the grader ended with status %d", status);
	l->done(l->context, &l->jobs[i], text_string(&problem));
	free(path);
	text_free(&problem);
}

static size_t listen_to(struct listening *l, FILE *out)
{
	char *line = NULL;
	size_t room = 0, left = 0;

	while (getline(&line, &room, out) > 0)
		hear(l, line);
	free(line);
	for (size_t i = 0; i < l->count; i++)
		left += !l->ended[i];
	return left;
}

static void tell_failure(const struct engine *e, int status, size_t left,
                         struct text *problem)
{
	char *path = path_join(e->folder, "work/parallel.log");
	struct text log = TEXT_EMPTY;

	file_read(path, 65536, &log);
	problem_set(problem, "GNU parallel ended early (status %d), and %zu are left: %.*s. "
	            "What was graded is kept; run it again.", WEXITSTATUS(status), left,
	            (int)strcspn(text_string(&log), "\n"), text_string(&log));
	text_free(&log);
	free(path);
}

bool engine_run(const struct engine *engine, const struct engine_job jobs[], size_t count,
                engine_done *done, void *context, struct text *problem)
{
	struct listening l = { .engine = engine, .jobs = jobs, .count = count,
	                       .ended = must_alloc(count * sizeof(bool)), .done = done,
	                       .context = context };
	struct child c = { .out = NULL };
	int status = 0;
	bool ok = write_list(engine, jobs, count, problem) && start(engine, &c, problem);

	if (ok) {
		size_t left = listen_to(&l, c.out);
		fclose(c.out);
		while (waitpid(c.pid, &status, 0) < 0 && errno == EINTR)
			continue;
		ok = left == 0;
		if (!ok)
			tell_failure(engine, status, left, problem);
	}
	free(l.ended);
	return ok;
}
