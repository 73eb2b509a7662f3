/*
 * killer.c - one test that kills who runs it, between two that are sound.
 * KILL in the environment says whom: "server" (its parent) or "runner" (the
 * parent's parent).
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

static pid_t parent_of(pid_t pid)
{
	char path[32];
	int parent = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (f == NULL || fscanf(f, "%*d (%*[^)]) %*c %d", &parent) != 1)
		return 0;
	fclose(f);
	return parent;
}

Test(a_first, passes) { }

Test(killer, kills)
{
	pid_t whom = getppid();

	if (strcmp(getenv("KILL"), "runner") == 0)
		whom = parent_of(whom);
	kill(whom, SIGKILL);
	for (;;)
		pause();
}

Test(z_last, passes) { }
Test(z_last, passes_too) { }
