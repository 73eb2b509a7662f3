#include <stdio.h>

#include "heap.h"

static void *songs[7];

static bool print_block(const struct heap_block *block, void *last)
{
	size_t class = heap_class(block->size);

	if (class != *(size_t *)last)
		printf("  [%zu]", class);
	*(size_t *)last = class;
	printf(" %zu", block->size);
	return true;
}

static void show(const char *when)
{
	size_t last = HEAP_CLASSES;

	printf("%-14s", when);
	heap_walk_free(print_block, &last);
	printf("\n");
}

int main(void)
{
	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 7; i++)
		songs[i] = heap_alloc(i == 3 ? 600 : 40);
	// region: main
	heap_free(songs[0]);
	heap_free(songs[4]);
	show("A and E:");
	heap_free(songs[3]);            /* 608 bytes, and E is its right neighbour */
	show("D:");
	heap_free(songs[2]);            /* whose right neighbour is that */
	show("C:");
	songs[2] = heap_alloc(56);
	show("64 are taken:");
	songs[3] = heap_alloc(24);
	show("32 are taken:");
	// endregion
	return 0;
}

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
