#include <stdio.h>

#include "heap.h"
#include "pages.h"

static bool add_free(const struct heap_block *block, void *context)
{
	if (!block->in_use)
		*(size_t *)context += block->size;
	return true;
}

// region: main
int main(void)
{
	void *tiles[100];
	size_t bytes = 0;

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 100; i++)
		tiles[i] = heap_alloc(48);      /* a block of 64 */
	for (size_t i = 0; i < 100; i += 2)
		heap_free(tiles[i]);
	heap_walk(add_free, &bytes);
	pages_fail_at(1);
	printf("%zu bytes are free; a request for 49: %s\n", bytes,
	       heap_alloc(49) == NULL ? "NULL" : "granted");
	return 0;
}
// endregion

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
