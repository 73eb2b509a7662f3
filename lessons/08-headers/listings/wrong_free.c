#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "heap.h"

struct song {
	alignas(16) char title[16];
	char artist[16];
};

int main(void)
{
	struct song song = { "Take Five", "Dave Brubeck" };

	if (!heap_init())
		return 1;
	char *title = heap_alloc(40);
	if (title == NULL)
		return 1;
	strcpy(title, "Blue in Green");

	heap_free(title + 16);          /* inside a payload    */
	heap_free(song.artist);         /* not the heap's at all */

	printf("%s\n%s\n", title, song.title);
	printf("heap_check: %s\n", heap_check() == NULL ? "sound" : heap_check());
	return 0;
}

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
