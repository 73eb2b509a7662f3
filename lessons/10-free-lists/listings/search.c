#include <stdio.h>

#include "heap.h"

struct search {
	size_t bytes, looked_at;
};

/* What first fit does: goes on until a block is free and large enough. */
static bool look(const struct heap_block *block, void *context)
{
	struct search *search = context;

	search->looked_at++;
	return block->in_use || block->payload_size < search->bytes;
}

static size_t looked_at(bool (*walk)(heap_visit *, void *), size_t bytes)
{
	struct search search = { bytes, 0 };

	walk(look, &search);
	return search.looked_at;
}

// region: main
int main(void)
{
	static void *songs[5000];

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 5000; i++)
		songs[i] = heap_alloc(100);
	for (size_t i = 4900; i < 5000; i += 10)        /* ten of them go */
		heap_free(songs[i]);

	printf("from block to block: %4zu looked at\n", looked_at(heap_walk, 100));
	printf("from link to link:   %4zu\n", looked_at(heap_walk_free, 100));
	printf("when none is large enough: %zu, and %zu\n",
	       looked_at(heap_walk, 200), looked_at(heap_walk_free, 200));
	return 0;
}
// endregion

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
