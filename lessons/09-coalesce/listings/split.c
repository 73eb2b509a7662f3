#include <stdio.h>

#include "heap.h"
#include "pages.h"

static bool show(const struct heap_block *block, void *context)
{
	(void)context;
	printf("%s%zu %s", (char *)block->start == (char *)pages_lo() + 8 ? "  " : " | ",
	       block->size, block->in_use ? "in use" : "free");
	return true;
}

static void scene(const char *what)
{
	printf("%s\n", what);
	heap_walk(show, NULL);
	printf("\n");
}

// region: main
int main(void)
{
	if (!heap_init())
		return 1;
	void *photo = heap_alloc(1000);
	const void *name = heap_alloc(20);
	heap_free(photo);
	scene("a photo of 1000 bytes, freed");
	const void *thumbnail = heap_alloc(100);
	scene("a thumbnail of 100");
	const void *caption = heap_alloc(848);
	scene("a caption of 848");
	return name && thumbnail && caption ? 0 : 1;
}
// endregion

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
