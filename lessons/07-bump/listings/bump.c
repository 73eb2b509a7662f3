#include <stdio.h>
#include <string.h>

#include "pages.h"

// region: bump
static char *next, *end;

static void *bump(size_t size)
{
	if (size > (size_t)(end - next))
		return NULL;
	void *block = next;
	next += size;
	return block;
}
// endregion

int main(void)
{
	// region: use
	next = pages_grow(4096);
	if (next == NULL)
		return 1;
	end = next + 4096;

	char *title = bump(sizeof "Naima");
	char *artist = bump(sizeof "John Coltrane");
	if (title == NULL || artist == NULL)
		return 1;
	strcpy(title, "Naima");
	strcpy(artist, "John Coltrane");
	printf("%s by %s\n", title, artist);
	printf("the artist stands %td bytes behind the title\n", artist - title);
	printf("%td bytes are left\n", end - next);
	// endregion
	return 0;
}

// run: flags=-Iautograder/rig autograder/rig/pages.c
