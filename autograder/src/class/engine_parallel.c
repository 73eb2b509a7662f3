/*
 * engine_parallel.c - runs GNU parallel; see engine_parts.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "class/engine_parts.h"
#include "class/guard.h"

static void set_environment(const struct engine *e, const char *ssh)
{
	char *tmp = must_format("%s/work/tmp", e->folder);

	setenv("TMPDIR", e->scratch, 1);
	setenv("PARALLEL_HOME", tmp, 1);
	free(tmp);
	setenv("LC_ALL", "C.UTF-8", 1);
	/* Ours are written for this one, whatever shell somebody has here or there. */
	setenv("PARALLEL_SHELL", "/bin/sh", 1);
	if (ssh != NULL)
		setenv("PARALLEL_SSH", ssh, 1);
	unsetenv("PARALLEL");
}

/* Becomes parallel. When this program ends, whatever way, parallel starts nothing any more
   (what a SIGHUP means to it), waits for what is running, and ends. */
__attribute__((noreturn))
static void become(const struct engine *e, const struct args *a, const char *ssh, int out,
                   pid_t parent)
{
	/* nohup would have it ignored, until parallel has begun to listen. */
	signal(SIGHUP, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGHUP);
	if (getppid() != parent || chdir(e->folder) != 0)
		_exit(126);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int log = open("work/parallel.log", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	dup2(nothing, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	set_environment(e, ssh);
	setpgid(0, 0);
	execvp("parallel", a->items);
	dprintf(STDERR_FILENO, "parallel can't be started: %s\n", strerror(errno));
	_exit(127);
}

struct child { pid_t pid; FILE *out; };

static bool start(const struct engine *e, const struct args *a, const char *ssh,
                  struct child *c, struct text *problem)
{
	int ends[2];
	pid_t self = getpid();

	if (pipe2(ends, O_CLOEXEC) != 0)
		return problem_set(problem, "There are too many open files: %s. Close other "
		                   "programs and try again.", strerror(errno));
	c->pid = fork();
	if (c->pid == 0)
		become(e, a, ssh, ends[1], self);
	close(ends[1]);
	c->out = c->pid > 0 ? fdopen(ends[0], "re") : NULL;
	if (c->out == NULL)
		close(ends[0]);
	return c->out != NULL ||
	       problem_set(problem, "No process can be started: %s. Close other programs "
	                   "and try again.", strerror(errno));
}

/* When this program has ended, parallel goes on to the end of what is running; but it
   doesn't when nobody reads what it says. */
static void read_on(const void *context)
{
	char buffer[16384];

	(void)context;
	while (read(STDIN_FILENO, buffer, sizeof buffer) > 0)
		continue;
}

bool parallel_run(const struct engine *e, const struct args *a, const char *ssh,
                  parallel_line *each, void *context, int *status, struct text *problem)
{
	struct args all = ARGS_EMPTY;
	struct child c = { .out = NULL };
	char *line = NULL;
	size_t room = 0;

	args_add_words(&all, "parallel --will-cite --no-notice --plain --tmpdir work/tmp");
	args_add_all(&all, a);
	bool ok = start(e, &all, ssh, &c, problem);
	if (ok) {
		struct guard guard = guard_begin(read_on, NULL, fileno(c.out));
		while (getline(&line, &room, c.out) > 0)
			each(context, line);
		guard_end(&guard);
		fclose(c.out);
		while (waitpid(c.pid, status, 0) < 0 && errno == EINTR)
			continue;
	}
	free(line);
	args_free(&all);
	return ok;
}
