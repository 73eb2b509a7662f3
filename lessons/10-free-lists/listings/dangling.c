#include <stdio.h>
#include <string.h>

#include "heap.h"

int main(void)
{
	if (!heap_init())
		return 1;
	char *title = heap_alloc(24);
	const void *artist = heap_alloc(24);
	if (title == NULL || artist == NULL)
		return 1;
	heap_free(title);
	strcpy(title, "Blue in Green");         /* too late */
	const char *problem = heap_check();
	printf("heap_check: %s\n", problem == NULL ? "sound" : problem);
	return 0;
}

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
