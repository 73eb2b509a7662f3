#include <stdio.h>
#include <string.h>

#include "heap.h"

// region: visit
static bool show(const struct heap_block *block, void *context)
{
	const char *first = context;

	printf("  at %3td: %2zu bytes, %s\n", (char *)block->start - first,
	       block->size, block->in_use ? "in use" : "free");
	return true;
}
// endregion

// region: main
static void look(const char *when, void *first_payload)
{
	const char *problem = heap_check();

	printf("%s\n", when);
	bool complete = heap_walk(show, (char *)first_payload - sizeof(size_t));
	printf("  walk %s; check: %s\n", complete ? "complete" : "stopped",
	       problem == NULL ? "sound" : problem);
}

int main(void)
{
	if (!heap_init())
		return 1;
	char *title = heap_alloc(24);
	char *artist = heap_alloc(24);
	if (title == NULL || artist == NULL)
		return 1;
	look("before", title);
	strcpy(title, "Strange Fruit (Take Two)");      /* 24 letters */
	look("after", title);
	return 0;
}
// endregion

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
