#include <stdio.h>

#include "heap.h"

static void show(const char *when)
{
	printf("%s: free blocks: %zu, with %zu bytes\n", when, heap_info.free_blocks,
	       heap_info.free_bytes);
}

// region: main
int main(void)
{
	void *songs[6];

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 6; i++)
		songs[i] = heap_alloc(100);
	heap_free(songs[1]);
	heap_free(songs[3]);
	show("two are freed");
	heap_free(songs[2]);
	show("and a third  ");
	heap_info.free_bytes -= 16;             /* a bug, somewhere */
	printf("heap_check: %s\n", heap_check());
	return 0;
}
// endregion

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
