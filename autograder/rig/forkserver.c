/*
 * forkserver.c - BoxFort's sandboxes, without exec.
 *
 * BoxFort starts each test as a new process image; under Valgrind that is a
 * whole start of Valgrind each time. Here a server, forked when main begins,
 * forks one child for each test. It owns no state but its descriptors, so
 * each child begins as a program that has just been started.
 *
 * The server waits for a child in sigtimedwait: it sleeps until the child
 * ends or its time is up. Then it kills the child's process group and
 * everything that the child left behind (as "child subreaper" it inherits
 * orphans), and reports.
 *
 * Completion token: the server gives each child a random number, and the
 * child sends it back when the test function has returned. A test that
 * leaves by exit, _exit or a signal never does.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include <boxfort.h>
#include <criterion/types.h>

#include "rig.h"

/* The runner's request: run this in a child, for at most that long. */
struct request {
	bxf_fn *fn;
	double seconds;
	size_t used[2];
};

/* The server's two answers to it. */
struct report {
	enum { BORN, DIED } kind;
	int error;            /* BORN: errno of the fork, or 0 */
	struct rig_death death;
};

/* Criterion sees the first member alone. */
struct instance {
	struct bxf_instance_s props;
	struct bxf_sandbox_s sandbox;
	bxf_callback *callback;
	struct rig_death death;
};

static int control = -1;      /* the runner's end, or the server's */
static pid_t server;
static bool lost;
static struct instance *running;

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- the child ---- */

/* There when the program was compiled for coverage. */
void __gcov_dump(void) __attribute__((weak));

static void dump_and_die(int signal_number)
{
	(void)signal(signal_number, SIG_DFL);
	__gcov_dump();    /* NOLINT(*-signal-handler,cert-sig30-c,cert-msc54-cpp): or lose all */
	(void)raise(signal_number);
}

/* A crash would lose what the test has covered up to then. */
static void keep_coverage(void)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

	for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
		(void)signal(crashes[i], dump_and_die);
}

struct birth {
	const struct request *request;
	int lane, token;
	uint64_t secret;
	sigset_t mask;        /* as it was before the server blocked signals */
	pid_t parent;
};

/*
 * Closes what a test should not find open, as BoxFort does: whatever the
 * program was started with, the events, and copies of its report files that
 * Valgrind leaves at the lowest free numbers. The first is done once, in the
 * server; after that all descriptors are small.
 */
static void close_others(int keep, int keep_too, int up_to)
{
	for (int fd = STDERR_FILENO + 1; fd < up_to; fd++)
		if (fd != keep && fd != keep_too)
			close(fd);
}

static _Noreturn void child_run(const struct birth *b)
{
	uint64_t secret = b->secret;
	int token = b->token, status;

	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != b->parent)
		_exit(RIG_EXIT_BROKEN);
	close_others(b->lane, token, 32);
	control = -1;
	rig_lane_adopt(b->lane);
	rig_context_expect(b->request->used);
	if (!rig_context_adopt())
		_exit(RIG_EXIT_BROKEN);
	sigprocmask(SIG_SETMASK, &b->mask, NULL);
	if (__gcov_dump)
		keep_coverage();
	status = b->request->fn();
	send(token, &secret, sizeof secret, MSG_NOSIGNAL);
	close(token);
	rig_leave(status);
}

/* ---- the server ---- */

/* Kills every process whose parent is the server; false when unknown. */
static bool kill_orphans(void)
{
	char path[64], *word = NULL;
	size_t room = 0;
	FILE *list;

	(void)snprintf(path, sizeof path, "/proc/self/task/%ld/children",
	         (long)getpid());
	list = fopen(path, "re");
	if (list == NULL)
		return false;
	while (getdelim(&word, &room, ' ', list) > 0) {
		pid_t pid = (pid_t)strtol(word, NULL, 10);

		if (pid > 0)
			kill(pid, SIGKILL);
	}
	free(word);
	(void)fclose(list);
	return true;
}

/*
 * Ends all that a child has started: its process group, then whatever was
 * handed over to the server when its parent died, and so on. A rampant fork
 * bomb may win a round, so they are counted; the sandbox outside has the
 * last word.
 */
static void sweep(pid_t group)
{
	kill(-group, SIGKILL);
	for (int round = 0; round < 10000; round++) {
		pid_t pid = waitpid(-1, NULL, WNOHANG);

		if (pid > 0)
			continue;
		if (pid < 0 || !kill_orphans())
			return;
		waitpid(-1, NULL, 0);
	}
}

/* Sleeps until the child's death (true) or the deadline (false). */
static bool await(pid_t pid, uint64_t deadline, const sigset_t *signals)
{
	for (;;) {
		siginfo_t info = { 0 };
		struct timespec left;
		uint64_t time = now();

		waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
		if (info.si_pid == pid)
			return true;
		if (time >= deadline)
			return false;
		left.tv_sec = (time_t)((deadline - time) / 1000000000u);
		left.tv_nsec = (long)((deadline - time) % 1000000000u);
		if (sigtimedwait(signals, NULL, &left) == SIGTERM) {
			sweep(pid);        /* the runner is dead */
			_exit(0);
		}
	}
}

static bool token_came(int fd, uint64_t secret)
{
	uint64_t got[2];
	ssize_t size = recv(fd, got, sizeof got, MSG_DONTWAIT);

	return size == (ssize_t)sizeof got[0] && got[0] == secret;
}

static struct rig_death watch(pid_t pid, const struct request *request,
                              const sigset_t *signals)
{
	struct rig_death death = { .pid = pid };
	uint64_t start = now();
	double limit = request->seconds < 1e6 ? request->seconds : 1e6;
	int status;

	if (!await(pid, start + (uint64_t)(limit * 1e9), signals)) {
		death.timed_out = true;
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
	}
	death.elapsed = now() - start;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status))
		death.signal = WTERMSIG(status);
	else
		death.exit = WEXITSTATUS(status);
	sweep(pid);
	return death;
}

static void tell(const struct report *report)
{
	if (send(control, report, sizeof *report, MSG_NOSIGNAL) < 0)
		_exit(0);
}

static void serve(const struct request *request, int lane,
                  const sigset_t *signals, const sigset_t *old)
{
	struct birth b = {
		.request = request, .lane = lane, .parent = getpid(), .mask = *old
	};
	struct report report = { .kind = BORN };
	int ends[2];

	if (getrandom(&b.secret, sizeof b.secret, 0) != sizeof b.secret
	    || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		report.error = errno;
		tell(&report);
		return;
	}
	b.token = ends[1];
	report.death.pid = fork();
	if (report.death.pid == 0) {
		close(ends[0]);
		child_run(&b);
	}
	report.error = report.death.pid < 0 ? errno : 0;
	close(ends[1]);
	close(lane);
	tell(&report);
	if (report.error == 0) {
		report.kind = DIED;
		report.death = watch(report.death.pid, request, signals);
		report.death.ended = token_came(ends[0], b.secret);
		tell(&report);
	}
	close(ends[0]);
}

/* Reads a request and the lane that comes with it; false at the end. */
static bool listen_for(struct request *request, int *lane)
{
	union { struct cmsghdr align; char room[CMSG_SPACE(sizeof(int))]; } extra;
	struct iovec part = { request, sizeof *request };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = &extra, .msg_controllen = sizeof extra,
	};
	struct cmsghdr *header;
	ssize_t got;

	do
		got = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	header = CMSG_FIRSTHDR(&message);
	if (got != sizeof *request || header == NULL)
		return false;
	memcpy(lane, CMSG_DATA(header), sizeof *lane);
	return true;
}

static _Noreturn void server_run(pid_t runner)
{
	struct request request = { 0 };
	sigset_t signals, old;
	int lane;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &old);
	(void)signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	close_others(control, control, 1024);
	/* Where tests run together first, perhaps none will be asked for. */
	if (!rig_wants_together())
		rig_rehearse();
	while (getppid() == runner && listen_for(&request, &lane)) {
		if (rig_wants_together())
			rig_rehearse();
		rig_rehearse_worker(request.fn);
		serve(&request, lane, &signals, &old);
	}
	VALGRIND_CLO_CHANGE("--leak-check=no");
	_exit(0);
}

/* ---- the runner ---- */

static _Noreturn void broken(const char *what)
{
	(void)fprintf(stderr, "rig: %s: %s\n", what, strerror(errno));
	exit(RIG_EXIT_BROKEN);
}

void rig_server_start(void)
{
	int ends[2];
	pid_t runner = getpid();

	if (!rig_context_reserve() || (rig_fence_reserve && !rig_fence_reserve()))
		broken("can't reserve memory");
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		broken("can't make a socket");
	server = fork();
	if (server < 0)
		broken("can't start the fork server");
	control = ends[server == 0];
	close(ends[server != 0]);
	if (server == 0)
		server_run(runner);
	VALGRIND_CLO_CHANGE("--leak-check=no");
}

void rig_server_stop(void)
{
	if (control >= 0)
		close(control);
	control = -1;
	while (waitpid(server, NULL, 0) < 0 && errno == EINTR)
		;
}

bool rig_server_lost(void)
{
	return lost;
}

int rig_server_fd(void)
{
	return control;
}

static void server_is_lost(void)
{
	lost = true;
	close(control);
	control = -1;
}

static bool hear(struct report *report)
{
	ssize_t got;

	do
		got = recv(control, report, sizeof *report, 0);
	while (got < 0 && errno == EINTR);
	if (got == sizeof *report)
		return true;
	server_is_lost();
	return false;
}

/*
 * Criterion takes exit(0) in the middle of a test for success. Without the
 * token it is told a status that no test can expect.
 */
static int exit_for_criterion(const struct rig_death *d)
{
	return d->exit == 0 && !d->ended ? RIG_EXIT_EARLY : d->exit;
}

/* Did a test run out of time? */
static bool one_ran_out;

static void bury(struct instance *in)
{
	in->props.status.alive = 0;
	in->props.status.signal = in->death.signal;
	in->props.status.exit = exit_for_criterion(&in->death);
	in->props.status.timed_out = in->death.timed_out;
	one_ran_out = one_ran_out || in->death.timed_out;
	in->props.time.elapsed = in->death.elapsed;
	in->props.time.end = in->props.time.start + in->death.elapsed;
	running = NULL;
	if (in->callback != NULL)
		in->callback(&in->props);
}

void rig_server_read(void)
{
	struct instance *in = running;
	struct report report;

	if (hear(&report)) {
		if (report.kind != DIED || in == NULL)
			return;
		in->death = report.death;
	} else if (in != NULL) {
		in->death = (struct rig_death){
			.pid = (pid_t)in->props.pid, .signal = SIGKILL, .lost = true
		};
	}
	if (in != NULL)
		bury(in);
}

static bool ask(const struct request *request, int lane)
{
	union { struct cmsghdr align; char room[CMSG_SPACE(sizeof(int))]; } extra;
	struct iovec part = { (void *)request, sizeof *request };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = &extra, .msg_controllen = sizeof extra,
	};
	struct cmsghdr *header;

	memset(&extra, 0, sizeof extra);
	header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof lane);
	memcpy(CMSG_DATA(header), &lane, sizeof lane);
	return sendmsg(control, &message, MSG_NOSIGNAL) == sizeof *request;
}

/* The pid of a new child, or -errno; -EPIPE when the server is gone. */
static pid_t request_child(const struct request *request)
{
	struct report report;
	int lane = rig_lane_open();
	bool asked;

	if (lane < 0)
		return -errno;
	asked = ask(request, lane);
	close(lane);
	if (!asked || !hear(&report)) {
		if (!lost)
			server_is_lost();
		return -EPIPE;
	}
	return report.error != 0 ? -report.error : report.death.pid;
}

static void announce(bxf_context ctx, pid_t pid)
{
	void *suite = NULL, *test = NULL, *extra = NULL;

	bxf_context_getobject(ctx, "criterion.test.suite", &suite);
	bxf_context_getobject(ctx, "criterion.test.name", &test);
	bxf_context_getobject(ctx, "criterion.test.extra", &extra);
	rig_events_spawn(suite ? suite : "", test ? test : "", extra, pid);
}

int bxf_spawn_struct(bxf_instance **out, bxf_spawn_params params)
{
	struct request request = {
		.fn = params->fn,
		.seconds = rig_timeout(params->iquotas.runtime, one_ran_out),
	};
	struct instance *in;
	pid_t pid;

	if (params->debug.debugger || params->suspended)
		return -ENOTSUP;    /* a fork server has nothing to attach to */
	if (rig_server_lost())
		rig_events_give_up();
	in = calloc(1, sizeof *in);
	if (in == NULL)
		return -ENOMEM;
	rig_context_used(request.used);
	pid = request_child(&request);
	announce(params->inherit.context, pid > 0 ? pid : 0);
	if (pid == -EPIPE)
		rig_events_give_up();
	if (pid < 0) {
		free(in);
		return (int)pid;
	}
	in->callback = params->callback;
	in->props.sandbox = &in->sandbox;
	in->props.pid = (bxf_pid)pid;
	in->props.status.alive = 1;
	in->props.time.start = now();
	running = in;
	*out = &in->props;
	return 0;
}

/* Criterion calls it after the death, or when it gives up reading. */
int bxf_wait(bxf_instance *instance, double timeout)
{
	(void)timeout;
	while (instance->status.alive && control >= 0)
		rig_server_read();
	return 0;
}

int bxf_term(bxf_instance *instance)
{
	struct instance *in = (struct instance *)(void *)instance;

	if (instance->status.alive)
		return -EINVAL;
	rig_events_end(&in->death);
	free(in);
	return 0;
}
