#include <stdio.h>

#include "heap.h"
#include "pages.h"

// region: main
/* How far does the arena grow for a film of 1100 bytes, if one block of 1136 and
   so many of 1024 are free? All are of class 64. */
static size_t grown(size_t others)
{
	void *films[20];

	pages_reset(1 << 20);
	if (!heap_init())
		return 0;
	for (size_t i = 0; i <= others; i++) {
		films[i] = heap_alloc(i == 0 ? 1128 : 1016);
		heap_alloc(24);                 /* keeps them apart */
	}
	for (size_t i = 0; i <= others; i++)
		heap_free(films[i]);
	const char *end = pages_hi();
	heap_alloc(1100);
	return (size_t)((char *)pages_hi() - end);
}
// endregion

int main(void)
{
	for (size_t others = 5; others <= 9; others++)
		printf("%zu others: the arena grew by %zu\n", others, grown(others));
	return 0;
}

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
