#include <stdio.h>

#include "heap.h"
#include "pages.h"

struct count {
	size_t class, all, of_class;
};

static bool count_block(const struct heap_block *block, void *context)
{
	struct count *count = context;

	count->all++;
	count->of_class += heap_class(block->size) == count->class;
	return true;
}

// region: main
int main(void)
{
	static void *songs[5000];

	pages_reset((size_t)64 << 20);
	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 5000; i++)
		songs[i] = heap_alloc(20 + i * 7 % 3000);
	for (size_t i = 0; i < 5000; i += 2)
		heap_free(songs[i]);

	struct count count = { .class = heap_class(112) };
	heap_walk_free(count_block, &count);
	printf("free blocks: %zu, of the class of 112 bytes: %zu\n", count.all, count.of_class);
	return 0;
}
// endregion

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
