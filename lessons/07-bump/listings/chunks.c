#include <stdio.h>

#include "arena.h"
#include "pages.h"

enum { SONGS = 1000, SIZE = 48 };

int main(void)
{
	/* Each song asks the page source itself. */
	pages_reset(1 << 20);
	for (int i = 0; i < SONGS; i++)
		if (pages_grow(SIZE) == NULL)
			return 1;
	printf("one by one: %4zu calls\n", pages_calls());

	/* All songs ask the arena. */
	pages_reset(1 << 20);
	if (!arena_init())
		return 1;
	for (int i = 0; i < SONGS; i++)
		if (arena_alloc(SIZE, 16) == NULL)
			return 1;
	printf("in chunks:  %4zu calls, %zu bytes in use, %td bought\n",
	       pages_calls(), arena_used(), (char *)pages_hi() - (char *)pages_lo());
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
