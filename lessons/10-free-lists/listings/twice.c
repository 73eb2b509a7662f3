#include <stdio.h>

#include "heap.h"

static bool count_to_five(const struct heap_block *block, void *context)
{
	(void)block;
	return ++*(size_t *)context < 5;
}

int main(void)
{
	size_t seen = 0;

	if (!heap_init())
		return 1;
	void *first = heap_alloc(40);
	const void *wall = heap_alloc(40);
	void *second = heap_alloc(40);
	const void *other = heap_alloc(40);
	if (wall == NULL || other == NULL)
		return 1;
	heap_free(first);
	heap_free(second);
	heap_free(second);                      /* again */
	bool complete = heap_walk_free(count_to_five, &seen);
	printf("two blocks are free; the walk shows %zu, and %s\n", seen,
	       complete ? "was complete" : "stopped");
	const char *problem = heap_check();
	printf("heap_check: %s\n", problem == NULL ? "sound" : problem);
	return 0;
}

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
