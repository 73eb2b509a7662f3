#include <stdio.h>

#include "heap.h"
#include "pages.h"

static bool show(const struct heap_block *block, void *context)
{
	(void)context;
	printf("  %zu bytes, %s\n", block->size, block->in_use ? "in use" : "free");
	return true;
}

int main(void)
{
	static void *photos[1000];

	pages_reset((size_t)2 << 20);
	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 1000; i++)
		photos[i] = heap_alloc(1000);
	for (size_t i = 0; i < 1000; i++)
		heap_free(photos[i * 7 % 1000]);
	printf("all is freed; the arena has %td bytes:\n",
	       (char *)pages_hi() - (char *)pages_lo());
	heap_walk(show, NULL);
	return 0;
}

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
