#include <stdio.h>

#include "heap.h"
#include "pages.h"

struct sum {
	size_t blocks, bytes, largest;
};

static bool add_free(const struct heap_block *block, void *context)
{
	struct sum *sum = context;

	if (block->in_use)
		return true;
	sum->blocks++;
	sum->bytes += block->size;
	if (block->size > sum->largest)
		sum->largest = block->size;
	return true;
}

// region: main
int main(void)
{
	const size_t sizes[] = { 40, 72, 136, 264 };
	struct sum sum = { 0, 0, 0 };
	void *old[4];

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 4; i++)
		old[i] = heap_alloc(sizes[i]);
	const void *years = heap_alloc(520);    /* where the vector lives now */
	for (size_t i = 0; i < 4; i++)
		heap_free(old[i]);

	heap_walk(add_free, &sum);
	printf("free bytes: %zu, free blocks: %zu, the largest: %zu\n", sum.bytes,
	       sum.blocks, sum.largest);
	pages_fail_at(1);                       /* no more pages */
	printf("a request for 512 bytes: %s\n",
	       heap_alloc(512) == NULL ? "NULL" : "granted");
	return years == NULL;
}
// endregion

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
