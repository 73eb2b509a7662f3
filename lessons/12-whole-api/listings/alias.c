#include <stdio.h>
#include <string.h>

#include "heap.h"

// region: main
int main(void)
{
	if (!heap_init())
		return 1;
	char *list = heap_alloc(40);
	const void *other = heap_alloc(40);
	if (list == NULL || other == NULL)
		return 1;
	strcpy(list, "So What, Blue in Green");
	char *second = list + 9;                /* into the block */

	char *longer = heap_realloc(list, 100);
	if (longer == NULL)
		return 1;
	strcat(longer, ", All Blues");
	char *author = heap_alloc(40);
	if (author == NULL)
		return 1;
	strcpy(author, "by:      nobody whom we know");

	printf("list:   %s\n", longer);
	printf("second: %s\n", second);
	return 0;
}
// endregion

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
