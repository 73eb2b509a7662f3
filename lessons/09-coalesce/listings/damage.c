#include <stdio.h>
#include <string.h>

#include "heap.h"

static size_t *header_of(void *payload)
{
	return (size_t *)payload - 1;
}

static void verdict(const char *damage)
{
	const char *problem = heap_check();

	printf("%-38s %s\n", damage, problem == NULL ? "sound" : problem);
}

// region: main
int main(void)
{
	if (!heap_init())
		return 1;
	void *title = heap_alloc(24);   /* a block of 48 bytes */
	void *cover = heap_alloc(200);  /* one of 224          */
	void *label = heap_alloc(24);
	if (title == NULL || cover == NULL || label == NULL)
		return 1;

	*header_of(title) = (48 + 224) | HEAP_IN_USE;
	verdict("a size that swallows the next block:");
	*header_of(title) = 48;
	verdict("in use, but marked free:");
	*header_of(title) = 48 | HEAP_IN_USE;
	memset(title, 'x', 24 + 16);    /* 8 were spare */
	verdict("16 bytes too many were written:");
	*(header_of(title) + 5) = 48 | HEAP_IN_USE;
	header_of(cover)[0] = header_of(cover)[27] = 224;
	verdict("both ends of a block in use changed:");
	return 0;
}
// endregion

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
