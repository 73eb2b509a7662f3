#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "heap.h"

static size_t block_size(const void *payload)
{
	return ((const size_t *)payload)[-1] & ~(size_t)(HEAP_ALIGNMENT - 1);
}

int main(void)
{
	if (!heap_init())
		return 1;
	printf("asked  with a footer  without  glibc\n");
	for (size_t size = 8; size <= 64; size += 8) {
		const void *payload = heap_alloc(size);
		void *other = malloc(size);
		size_t with = size + 16 < 32 ? 32 : (size + 16 + 15) / 16 * 16;
		if (payload != NULL && other != NULL)
			printf("%5zu  %13zu  %7zu  %5zu\n", size, with, block_size(payload),
			       malloc_usable_size(other) + 8);
		free(other);
	}
	return 0;
}

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
