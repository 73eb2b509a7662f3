/*
 * proc.c - run one program: limits, captured output, no process left behind.
 *
 * The parent waits in ppoll for whichever comes first: bytes on a pipe, the
 * end of the program (its pidfd), or the end of its time. Bytes that a grandchild may
 * still write after the program ended are not waited for: the group is killed
 * and what is in the pipes is taken.
 */
#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include "base/args.h"
#include "base/libc_debug.h"
#include "base/sandbox.h"

#define EVENTS_MAX   ((size_t)16 << 20)
#define FILE_MAX     ((size_t)64 << 20)
#define RUNNING_MAX  16

/* One stream of the program, as the parent reads it. */
struct stream {
	int read_end, write_end;        /* -1 when closed                      */
	struct text *into;
	bool *cut;
	size_t limit;
};

enum { STREAM_OUT, STREAM_ERR, STREAM_EVENTS, STREAM_COUNT };

/* Everything the child needs before exec, made before it is there: until then it lives in
   our memory (see begin), and may only make async-signal-safe calls. */
struct launch {
	const struct proc_spec *spec;
	struct stream streams[STREAM_COUNT];
	int stdin_fd, failure[2];
	char **env;
	const char *const *argv;        /* the spec's, or what wraps it        */
	struct args wrapped;
	uid_t user;                     /* to become; 0: none                  */
	const struct libc_debug *debug; /* NULL: as it is installed            */
	struct cgroup group;            /* in the sandbox                      */
};

/* Groups running now. Lock-free, for proc_kill_all in a signal handler. */
static volatile pid_t running[RUNNING_MAX];
/* Set when this program is about to end: nothing is started any more. */
static volatile bool ending;

double clock_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void note_running(pid_t pid)
{
	for (int i = 0; i < RUNNING_MAX; i++)
		if (__sync_bool_compare_and_swap(&running[i], 0, pid))
			return;
}

static void note_ended(pid_t pid)
{
	for (int i = 0; i < RUNNING_MAX; i++)
		if (__sync_bool_compare_and_swap(&running[i], pid, 0))
			return;
}

void proc_kill_all(void)
{
	ending = true;
	for (int i = 0; i < RUNNING_MAX; i++)
		if (running[i] != 0)
			kill(-running[i], SIGKILL);
}

const char *signal_name(int number)
{
	static const struct { int number; const char *name; } names[] = {
		{ SIGSEGV, "SIGSEGV" }, { SIGABRT, "SIGABRT" },
		{ SIGBUS, "SIGBUS" },   { SIGFPE, "SIGFPE" },
		{ SIGILL, "SIGILL" },   { SIGKILL, "SIGKILL" },
		{ SIGTERM, "SIGTERM" }, { SIGINT, "SIGINT" },
		{ SIGPIPE, "SIGPIPE" }, { SIGALRM, "SIGALRM" },
		{ SIGXCPU, "SIGXCPU" }, { SIGXFSZ, "SIGXFSZ" },
		{ SIGTRAP, "SIGTRAP" }, { SIGSYS, "SIGSYS" },
		{ SIGHUP, "SIGHUP" },   { SIGQUIT, "SIGQUIT" },
	};
	static _Thread_local char other[32];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].number == number)
			return names[i].name;
	struct text t = TEXT_EMPTY;
	text_add_format(&t, "signal %d", number);
	strncpy(other, text_string(&t), sizeof other - 1);
	text_free(&t);
	return other;
}

void proc_describe(const struct proc_outcome *outcome, struct text *t)
{
	switch (outcome->end) {
	case PROC_EXITED:
		text_add_format(t, "exit status %d", outcome->code);
		break;
	case PROC_SIGNALLED:
		text_add_format(t, "killed by %s", signal_name(outcome->code));
		break;
	case PROC_TIMEOUT:
		text_add_format(t, "still running after %.1f seconds",
		                outcome->seconds);
		break;
	case PROC_NOT_STARTED:
		text_add_format(t, "could not be started: %s",
		                strerror(outcome->code));
		break;
	}
}

bool proc_describe_limits(const struct proc_spec *spec,
                          const struct proc_outcome *outcome, struct text *t)
{
	size_t before = t->length;
	size_t keep = spec->capture_max != 0 ? spec->capture_max : PROC_CAPTURE_MAX;

	if (outcome->end == PROC_TIMEOUT)
		text_add_format(t, "It was stopped after %.0f seconds. ",
		                spec->seconds);
	if (outcome->end == PROC_SIGNALLED && outcome->code == SIGXCPU)
		text_add_format(t, "It used %.0f seconds of processor time, which is "
		                "all it may. ", spec->cpu_seconds);
	if (outcome->limit == CGROUP_MEMORY)
		text_add_format(t, "It used %zu MiB of memory, which is all it may. ",
		                SANDBOX_MEMORY >> 20);
	if (outcome->limit == CGROUP_PROCESSES)
		text_add_format(t, "It started %d processes or threads, which is all "
		                "it may. ", SANDBOX_PROCESSES);
	if (outcome->out_cut || outcome->err_cut)
		text_add_format(t, "It wrote more than %zu KiB; the rest was thrown "
		                "away. ", keep >> 10);
	if (outcome->events_cut)
		text_add_format(t, "Its tests reported more than %zu MiB; the rest was "
		                "thrown away. ",
		                (spec->events_max != 0 ? spec->events_max
		                                       : EVENTS_MAX) >> 20);
	return t->length > before;
}

/* ---- the child --------------------------------------------------------- */

static bool set_limit(int what, double value)
{
	struct rlimit limit = { (rlim_t)value, (rlim_t)value };

	/* One second of CPU more for the hard limit: SIGXCPU comes first. */
	if (what == RLIMIT_CPU)
		limit.rlim_max++;
	return setrlimit((__rlimit_resource_t)what, &limit) == 0;
}

static bool set_limits(const struct proc_spec *spec)
{
	size_t file = spec->file_bytes != 0 ? spec->file_bytes : FILE_MAX;

	if (!set_limit(RLIMIT_CORE, 0) || !set_limit(RLIMIT_FSIZE, (double)file))
		return false;
	if (spec->cpu_seconds > 0 &&
	    !set_limit(RLIMIT_CPU, spec->cpu_seconds + 0.999))
		return false;
	return spec->memory_bytes == 0 ||
	       set_limit(RLIMIT_AS, (double)spec->memory_bytes);
}

static bool set_streams(const struct launch *l)
{
	int out = l->streams[STREAM_OUT].write_end;
	int err = l->spec->merge ? out : l->streams[STREAM_ERR].write_end;
	int events = l->streams[STREAM_EVENTS].write_end;

	if (dup2(l->stdin_fd, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		return false;
	/* The program inherits the events pipe under its own number. */
	return events < 0 || fcntl(events, F_SETFD, 0) == 0;
}

static void reset_signals(void)
{
	struct sigaction defaults = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int i = 1; i < 32; i++)
		sigaction(i, &defaults, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* By the system's calls themselves: the C library's would look for our threads. */
static bool change_user(uid_t user)
{
	return user == 0 ||
	       (syscall(SYS_setgroups, 0, NULL) == 0 &&
	        syscall(SYS_setresgid, user, user, user) == 0 &&
	        syscall(SYS_setresuid, user, user, user) == 0);
}

__attribute__((noreturn))
static void become(const struct launch *l)
{
	setpgid(0, 0);
	reset_signals();
	/* In the sandbox it is bwrap that goes there. */
	if ((l->spec->folder == NULL || l->spec->box != NULL ||
	     chdir(l->spec->folder) == 0) &&
	    set_streams(l) && cgroup_enter(&l->group) && set_limits(l->spec) &&
	    change_user(l->user)) {
		if (l->debug != NULL)
			libc_debug_cover(l->debug);
		/* After the change, which would undo it. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execvpe(l->argv[0], (char *const *)l->argv, l->env);
	}
	int saved = errno;
	if (write(l->failure[1], &saved, sizeof saved) < 0)
		_exit(126);
	_exit(127);
}

/* ---- the parent -------------------------------------------------------- */

static bool same_name(const char *a, const char *b)
{
	size_t n = strcspn(a, "=");

	return strncmp(a, b, n) == 0 && b[n] == '=';
}

/* The minimal environment, then what spec adds (a later name wins). */
static char **make_environment(const struct proc_spec *spec, int events)
{
	const char *path = getenv("PATH"), *tmp = getenv("TMPDIR");
	size_t extra = 0, n = 0;

	while (spec->env != NULL && spec->env[extra] != NULL)
		extra++;
	char **env = must_alloc((extra + 6) * sizeof *env);
	env[n++] = must_format("PATH=%s", path != NULL ? path : "/usr/bin:/bin");
	env[n++] = must_copy("HOME=/nonexistent");
	env[n++] = must_copy("LC_ALL=C.UTF-8");
	env[n++] = must_format("TMPDIR=%s", tmp != NULL ? tmp : "/tmp");
	if (events >= 0)
		env[n++] = must_format("RIG_EVENTS=%d", events);
	for (size_t i = 0; i < extra; i++) {
		size_t at = 0;
		while (at < n && !same_name(env[at], spec->env[i]))
			at++;
		free(env[at]);
		env[at] = must_copy(spec->env[i]);
		n += at == n;
	}
	return env;
}

static void free_environment(char **env)
{
	for (size_t i = 0; env[i] != NULL; i++)
		free(env[i]);
	free(env);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): cut is kept, and written. */
static bool open_stream(struct stream *s, struct text *into, bool *cut,
                        size_t limit)
{
	int ends[2];

	*s = (struct stream){ -1, -1, into, cut, limit };
	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	s->read_end = ends[0];
	s->write_end = ends[1];
	return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

/* Puts the sandbox's command in front of the program's. */
static bool enter_sandbox(struct launch *l)
{
	const struct proc_spec *spec = l->spec;

	if (spec->box == NULL)
		return true;
	sandbox_wrap(spec->box, spec->argv, spec->folder, spec->writes, &l->wrapped);
	l->argv = args_vector(&l->wrapped);
	l->user = sandbox_user(spec->box);
	/* bwrap's own processes, and prlimit before it has become the program. */
	cgroup_open(&l->group, SANDBOX_MEMORY, SANDBOX_PROCESSES + 4, NULL, NULL);
	return l->user == 0 || spec->writes == NULL ||
	       chown(spec->writes, l->user, l->user) == 0;
}

static bool open_launch(struct launch *l, const struct proc_spec *spec,
                        struct proc_outcome *o)
{
	size_t keep = spec->capture_max != 0 ? spec->capture_max
	                                     : PROC_CAPTURE_MAX;
	size_t events = spec->events_max != 0 ? spec->events_max : EVENTS_MAX;

	*l = (struct launch){ .spec = spec, .stdin_fd = -1,
	                      .failure = { -1, -1 },
	                      .group = { .procs = { -1, -1 } } };
	for (int i = 0; i < STREAM_COUNT; i++)
		l->streams[i] = (struct stream){ .read_end = -1, .write_end = -1 };
	l->argv = spec->argv;
	if (spec->short_libc_debug && spec->box == NULL)
		l->debug = libc_debug_found();
	l->stdin_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return enter_sandbox(l) && l->stdin_fd >= 0 && pipe2(l->failure, O_CLOEXEC) == 0 &&
	       open_stream(&l->streams[STREAM_OUT], &o->out, &o->out_cut, keep) &&
	       (spec->merge || open_stream(&l->streams[STREAM_ERR], &o->err,
	                                   &o->err_cut, keep)) &&
	       (!spec->events || open_stream(&l->streams[STREAM_EVENTS],
	                                     &o->events, &o->events_cut,
	                                     events));
}

static void close_launch(struct launch *l)
{
	for (int i = 0; i < STREAM_COUNT; i++) {
		close_fd(&l->streams[i].read_end);
		close_fd(&l->streams[i].write_end);
	}
	close_fd(&l->stdin_fd);
	close_fd(&l->failure[0]);
	close_fd(&l->failure[1]);
	if (l->env != NULL)
		free_environment(l->env);
	args_free(&l->wrapped);
	cgroup_close(&l->group);
}

/* Takes what is in the pipe now; closes it at its end. */
static void drain(struct stream *s)
{
	char buffer[16384];
	ssize_t n;

	if (s->read_end < 0)
		return;
	while ((n = read(s->read_end, buffer, sizeof buffer)) > 0) {
		size_t room = s->limit - s->into->length;
		size_t take = (size_t)n < room ? (size_t)n : room;
		text_add_n(s->into, buffer, take);
		*s->cut = *s->cut || take < (size_t)n;
		/* A flood never ends by itself: look at the clock in between. */
		if ((size_t)n < sizeof buffer)
			return;
		break;
	}
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		close_fd(&s->read_end);
}

static struct timespec span_until(double deadline)
{
	double left = deadline - clock_seconds();

	if (left < 0)
		left = 0;
	return (struct timespec){ (time_t)left,
	                          (long)((left - (double)(time_t)left) * 1e9) };
}

/* Reads streams until the program ends: true; false when its time is up. */
static bool attend(struct launch *l, int ended, double deadline)
{
	for (;;) {
		struct pollfd fds[STREAM_COUNT + 1];
		for (int i = 0; i < STREAM_COUNT; i++)
			fds[i] = (struct pollfd){ l->streams[i].read_end,
			                          POLLIN, 0 };
		fds[STREAM_COUNT] = (struct pollfd){ ended, POLLIN, 0 };
		struct timespec left = span_until(deadline);
		int n = ppoll(fds, STREAM_COUNT + 1,
		              deadline > 0 ? &left : NULL, NULL);
		if (n < 0 && errno != EINTR)
			return true;
		for (int i = 0; n > 0 && i < STREAM_COUNT; i++)
			if (fds[i].revents != 0)
				drain(&l->streams[i]);
		if (n > 0 && fds[STREAM_COUNT].revents != 0)
			return true;
		if (deadline > 0 && clock_seconds() >= deadline)
			return false;
	}
}

/* What is left in the pipes after the end; a pipe holds 64 KiB at most,
   unless enlarged, so this ends even if someone goes on writing. */
static void drain_rest(struct launch *l)
{
	for (int i = 0; i < STREAM_COUNT; i++)
		for (int k = 0; k < 64 && l->streams[i].read_end >= 0; k++) {
			size_t before = l->streams[i].into->length;
			drain(&l->streams[i]);
			if (l->streams[i].into->length == before)
				break;
		}
}

/*
 * All that was in the sandbox ends with it, and then nobody holds the pipes: until
 * that is so something may still be written.
 */
static void wait_for_silence(struct launch *l)
{
	double deadline = clock_seconds() + 5;

	for (int i = 0; i < STREAM_COUNT; i++)
		while (l->streams[i].read_end >= 0 && clock_seconds() < deadline) {
			struct pollfd fd = { l->streams[i].read_end, POLLIN, 0 };
			struct timespec left = span_until(deadline);
			if (ppoll(&fd, 1, &left, NULL) > 0)
				drain(&l->streams[i]);
		}
}

/* bwrap says of a program that was killed what a shell says. */
static void unwrap_status(struct proc_outcome *o)
{
	if (o->end == PROC_EXITED && o->code > 128 && o->code <= 128 + 64) {
		o->end = PROC_SIGNALLED;
		o->code -= 128;
	}
}

static void take_status(struct proc_outcome *o, pid_t pid, bool in_time)
{
	siginfo_t info = { 0 };

	/* Before it is reaped its number can't belong to another group. */
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0 &&
	       errno == EINTR)
		;
	kill(-pid, SIGKILL);
	note_ended(pid);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	o->end = !in_time ? PROC_TIMEOUT :
	         info.si_code == CLD_EXITED ? PROC_EXITED : PROC_SIGNALLED;
	o->code = info.si_status;
}

static void not_started(struct proc_outcome *o, int error)
{
	o->end = PROC_NOT_STARTED;
	o->code = error;
}

/*
 * A descriptor that becomes readable when the program ends. Where there are no
 * pidfds (Valgrind 3.19 complains about the call, kernels before 5.3 lack it), a
 * thread waits for the program and closes the other end of a pipe.
 */
struct watcher {
	int fd;                         /* -1: none could be made              */
	pid_t pid;
	int end;                        /* the thread's end of the pipe, or -1 */
	pthread_t thread;
};

static void *watch(void *context)
{
	struct watcher *w = context;
	siginfo_t info;

	while (waitid(P_PID, (id_t)w->pid, &info, WEXITED | WNOWAIT) != 0 &&
	       errno == EINTR)
		;
	close(w->end);
	return NULL;
}

static void watch_start(struct watcher *w, pid_t pid)
{
	int ends[2];

	*w = (struct watcher){ -1, pid, -1, 0 };
	if (!RUNNING_ON_VALGRIND)
		w->fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (w->fd >= 0 || pipe2(ends, O_CLOEXEC) != 0)
		return;
	w->end = ends[1];
	if (pthread_create(&w->thread, NULL, watch, w) == 0) {
		w->fd = ends[0];
		return;
	}
	close(ends[0]);
	close_fd(&w->end);
}

/* After the program has ended and before it is reaped: waitid needs it. */
static void watch_stop(struct watcher *w)
{
	if (w->end >= 0)
		pthread_join(w->thread, NULL);
	close_fd(&w->fd);
}

static void follow(struct launch *l, pid_t pid, struct proc_outcome *o,
                   double start)
{
	struct watcher watcher;
	double limit = l->spec->seconds;
	bool in_time = true;
	int error;

	watch_start(&watcher, pid);
	setpgid(pid, pid);
	note_running(pid);
	if (ending)
		kill(-pid, SIGKILL);
	for (int i = 0; i < STREAM_COUNT; i++)
		close_fd(&l->streams[i].write_end);
	close_fd(&l->failure[1]);
	if (watcher.fd >= 0)
		in_time = attend(l, watcher.fd, limit > 0 ? start + limit : 0);
	if (!in_time || watcher.fd < 0)
		kill(-pid, SIGKILL);
	watch_stop(&watcher);
	take_status(o, pid, in_time);
	if (l->spec->box != NULL) {
		unwrap_status(o);
		wait_for_silence(l);
		o->limit = cgroup_met(&l->group);
	}
	drain_rest(l);
	if (read(l->failure[0], &error, sizeof error) == sizeof error)
		not_started(o, error);
}

/*
 * By vfork, which lends the child our memory until it has become the program, while the
 * calling thread waits: a copy of a large program's page tables takes longer than many a
 * program that is started here. No signal's handler may run in there.
 */
static pid_t begin(const struct launch *l)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	/* NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
	pid_t pid = vfork();
	if (pid == 0)
		become(l);
	/* NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork) */
	int saved = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return pid;
}

bool proc_run(const struct proc_spec *spec, struct proc_outcome *outcome)
{
	double start = clock_seconds();
	struct launch l;
	pid_t pid = -1;

	*outcome = (struct proc_outcome){ 0 };
	errno = EINTR;
	if (open_launch(&l, spec, outcome) && !ending) {
		l.env = make_environment(spec, l.streams[STREAM_EVENTS].write_end);
		pid = begin(&l);
	}
	if (pid < 0)
		not_started(outcome, errno);
	else
		follow(&l, pid, outcome, start);
	close_launch(&l);
	outcome->seconds = clock_seconds() - start;
	return outcome->end == PROC_EXITED && outcome->code == 0;
}

void proc_outcome_free(struct proc_outcome *outcome)
{
	text_free(&outcome->out);
	text_free(&outcome->err);
	text_free(&outcome->events);
}
