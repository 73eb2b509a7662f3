#include <stdio.h>

#include "arena.h"

static char *base;

/* Asks for a block, and says where in the arena it stands. */
static void ask(const char *what, size_t size, size_t alignment)
{
	size_t before = arena_used();
	char *block = arena_alloc(size, alignment);

	if (block != NULL)
		printf("%-14s %2zu bytes, aligned to %2zu:  at %2td, behind %2zu of padding\n",
		       what, size, alignment, block - base,
		       (size_t)(block - base) - before);
}

int main(void)
{
	if (!arena_init())
		return 1;
	base = arena_alloc(0, 64);      /* the page source begins at a page */
	ask("a letter", 1, 1);
	ask("an int", 4, 4);
	ask("a letter", 1, 1);
	ask("a double", 8, 8);
	ask("five letters", 5, 1);
	ask("a long double", 16, 16);
	printf("in use: %zu bytes for 35\n", arena_used());
	arena_reset();
	ask("a long double", 16, 16);
	ask("a double", 8, 8);
	ask("an int", 4, 4);
	ask("five letters", 5, 1);
	ask("a letter", 1, 1);
	ask("a letter", 1, 1);
	printf("in use: %zu bytes for 35\n", arena_used());
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
