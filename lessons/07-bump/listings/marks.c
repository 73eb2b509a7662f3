#include <stdio.h>

#include "arena.h"

static void show(const char *when)
{
	printf("%-26s %4zu in use, %4zu at most\n", when, arena_used(), arena_peak());
}

int main(void)
{
	if (!arena_init())
		return 1;
	arena_alloc(100, 1);
	show("the album's title:");

	struct arena_mark album = arena_mark();
	arena_alloc(500, 1);
	struct arena_mark song = arena_mark();
	arena_alloc(2000, 1);
	show("a song, and its lyrics:");

	arena_release(song);
	show("song released:");
	arena_alloc(300, 1);
	show("another one's lyrics:");
	arena_release(album);
	show("album released:");
	printf("and once more the song: %s\n", arena_release(song) ? "yes" : "no");
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
