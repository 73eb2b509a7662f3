/*
 * guard.c - see guard.h.
 */
#include "class/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* The other end of life is this program's alone: it is closed when that has ended. A byte
   before says that all is done. */
__attribute__((noreturn))
static void wait_for_end(guard_work *work, const void *context, int life, int fd)
{
	int nothing = open("/dev/null", O_RDWR);
	char byte;

	setsid();
	dup2(fd >= 0 ? fd : nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	dup2(nothing, STDERR_FILENO);
	/* Now 3 is nothing that is needed; life may be just that. */
	if (life != STDERR_FILENO + 1)
		dup2(life, STDERR_FILENO + 1);
	close_range(STDERR_FILENO + 2, ~0U, 0);
	if (read(STDERR_FILENO + 1, &byte, 1) == 0)
		work(context);
	_exit(0);
}

struct guard guard_begin(guard_work *work, const void *context, int fd)
{
	struct guard g = { .pid = -1, .end = -1 };
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return g;
	g.pid = fork();
	if (g.pid == 0) {
		close(ends[1]);
		wait_for_end(work, context, ends[0], fd);
	}
	close(ends[0]);
	g.end = ends[1];
	return g;
}

void guard_end(const struct guard *guard)
{
	if (guard->pid < 0)
		return;
	if (write(guard->end, "", 1) != 1)
		kill(guard->pid, SIGKILL);
	close(guard->end);
	while (waitpid(guard->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}
