#include <stdio.h>

#include "heap.h"

struct sum {
	size_t in_use, free;
};

static bool add(const struct heap_block *block, void *context)
{
	struct sum *sum = context;

	*(block->in_use ? &sum->in_use : &sum->free) += block->size;
	return true;
}

// region: main
int main(void)
{
	struct sum sum = { 0, 0 };

	if (!heap_init())
		return 1;
	const void *title = heap_alloc(30);
	void *cover = heap_alloc(200);
	const void *artist = heap_alloc(20);
	void *lyrics = heap_alloc(100);
	const void *label = heap_alloc(10);
	heap_free(cover);
	heap_free(lyrics);
	const void *year = heap_alloc(5);

	const size_t asked = 30 + 20 + 10 + 5;
	heap_walk(add, &sum);
	printf("asked for and in use: %3zu bytes\n", asked);
	printf("in blocks in use:     %3zu, so %zu are lost inside\n", sum.in_use,
	       sum.in_use - asked);
	printf("in free blocks:       %3zu, outside\n", sum.free);
	return title && artist && label && year ? 0 : 1;
}
// endregion

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
