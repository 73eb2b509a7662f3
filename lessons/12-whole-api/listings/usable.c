#include <stdio.h>

#include "heap.h"

// region: main
int main(void)
{
	const size_t sizes[] = { 0, 1, 24, 25, 40, 1000 };

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 6; i++) {
		const void *title = heap_alloc(sizes[i]);
		printf("asked for %4zu: %4zu may be used\n", sizes[i],
		       heap_usable_size(title));
	}
	return 0;
}
// endregion

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
