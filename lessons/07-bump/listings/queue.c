#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"

enum { PASSES = 1000, WAITING = 10, SIZE = 100 };

/* Passengers wait in a queue: first come, first gone. */
int main(void)
{
	void *queue[WAITING] = { NULL };
	uintptr_t lowest = UINTPTR_MAX, highest = 0;

	if (!arena_init())
		return 1;
	for (int i = 0; i < PASSES; i++) {
		free(queue[i % WAITING]);               /* who came 10 before */
		queue[i % WAITING] = malloc(SIZE);
		uintptr_t ticket = (uintptr_t)queue[i % WAITING];
		if (ticket == 0 || arena_alloc(SIZE, 16) == NULL)
			return 1;
		lowest = ticket < lowest ? ticket : lowest;
		highest = ticket > highest ? ticket : highest;
	}
	printf("alive:  at most %d bytes\n", WAITING * SIZE);
	printf("malloc: within  %zu bytes\n", (size_t)(highest - lowest) + SIZE);
	printf("arena:          %zu bytes\n", arena_used());
	for (int i = 0; i < WAITING; i++)
		free(queue[i]);
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak; why=when memory runs out the demonstration just ends
