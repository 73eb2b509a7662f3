#include <stdio.h>

#include "arena.h"
#include "told.h"

/* Copies a text, and believes that there is room for it. */
static void put(char *to, const char *from)
{
	do
		*to++ = *from;
	while (*from++ != '\0');
}

int main(void)
{
	if (!arena_init())
		return 1;
	char *title = alloc_told(8);
	char *artist = alloc_told(16);
	if (title == NULL || artist == NULL)
		return 1;
	put(artist, "Miles Davis");
	put(title, "Blue in Green");            /* 14 bytes into 8 */
	printf("the artist is %s\n", artist);
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages_system.c; tool=valgrind
