#include <stdio.h>

#include "heap.h"
#include "pages.h"

static size_t arena(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

int main(void)
{
	if (!heap_init())
		return 1;
	void *draft = heap_alloc(1000);
	size_t before = arena();
	heap_free(draft);
	const void *letter = heap_alloc(1500);
	printf("a letter of 1500 behind a free draft of 1000: %zu new bytes\n",
	       arena() - before);
	printf("%s place, heap_check: %s\n", letter == draft ? "the same" : "another",
	       heap_check() == NULL ? "sound" : heap_check());
	return 0;
}

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
