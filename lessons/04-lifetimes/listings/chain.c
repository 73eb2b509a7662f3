#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TRACKS = 1000000 };

static struct track {
	const struct track *next;
} tracks[TRACKS];

// region: count
static size_t count_by_calls(const struct track *t)
{
	return t == NULL ? 0 : 1 + count_by_calls(t->next);
}

static size_t count_by_loop(const struct track *t)
{
	size_t count = 0;

	for (; t != NULL; t = t->next)
		count++;
	return count;
}
// endregion

/* Counts in a process of its own, and says what became of it. */
static void try(const char *name, size_t count(const struct track *))
{
	int status = 0;

	printf("%s", name);
	fflush(stdout);
	if (fork() == 0) {
		printf("%zu tracks\n", count(&tracks[0]));
		fflush(stdout);
		_exit(0);
	}
	wait(&status);
	if (WIFSIGNALED(status))
		printf("ended by signal %d\n", WTERMSIG(status));
}

int main(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_STACK, &limit);
	limit.rlim_cur = 8 << 20;               /* the usual 8 MiB */
	setrlimit(RLIMIT_STACK, &limit);
	for (int i = 0; i < TRACKS - 1; i++)
		tracks[i].next = &tracks[i + 1];
	try("by calls: ", count_by_calls);
	try("by loop:  ", count_by_loop);
	return 0;
}
