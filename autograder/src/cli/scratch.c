/*
 * scratch.c - scratch folders, and what a signal does.
 *
 * One thread waits for the signals that end a program. It ends the children,
 * removes the scratch folder and exits: nothing stays behind. A handler could
 * not do this safely.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/proc.h"
#include "cli/cli.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *current;           /* folder to remove; guarded by lock           */
static char *above;             /* TMPDIR before that; NULL: was not set       */
static volatile sig_atomic_t ending;    /* a signal came                       */

/* The main thread may be through, or give up over files that are gone, before all
   is removed. The other thread ends the program. */
static void wait_for_the_end(void)
{
	while (ending)
		pause();
}

static void *wait_for_signal(void *signals)
{
	int number = 0;

	sigwait(signals, &number);
	ending = 1;
	proc_kill_all();
	pthread_mutex_lock(&lock);
	/* Another thread may still be writing a file there. */
	for (int tries = 0; current != NULL && tries < 100 && is_folder(current); tries++)
		if (!folder_remove(current))
			nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	_exit(128 + number);
}

void cli_watch_signals(void)
{
	static sigset_t signals;
	pthread_t thread;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	atexit(wait_for_the_end);
	if (pthread_create(&thread, NULL, wait_for_signal, &signals) == 0)
		pthread_detach(thread);
	else
		pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

/* A compiler that is killed leaves its temporary files: in scratch, then. */
static void tools_write_to(const char *folder)
{
	const char *now = getenv("TMPDIR");

	free(above);
	above = now != NULL ? must_copy(now) : NULL;
	setenv("TMPDIR", folder, 1);
}

static void tools_write_as_before(void)
{
	if (above != NULL)
		setenv("TMPDIR", above, 1);
	else
		unsetenv("TMPDIR");
	free(above);
	above = NULL;
}

char *cli_enter(void)
{
	/* A signal between the two would leave a folder that nobody knows of. */
	pthread_mutex_lock(&lock);
	char *scratch = current = folder_scratch("grade");
	pthread_mutex_unlock(&lock);
	if (scratch == NULL) {
		error_print("No scratch folder can be made in $TMPDIR or /tmp. "
		            "Make room there, or set TMPDIR.");
		return NULL;
	}
	tools_write_to(scratch);
	return scratch;
}

void cli_leave(char *scratch, bool keep)
{
	tools_write_as_before();
	/* Not interrupted: the other thread waits for the lock. */
	pthread_mutex_lock(&lock);
	if (keep)
		fprintf(stderr, "Scratch folder: %s\n", scratch);
	else
		folder_remove(scratch);
	current = NULL;
	pthread_mutex_unlock(&lock);
	free(scratch);
}
