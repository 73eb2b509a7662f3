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

	printf("%-36s %s\n", damage, problem == NULL ? "sound" : problem);
}

int main(void)
{
	if (!heap_init())
		return 1;
	void *title = heap_alloc(24);
	void *cover = heap_alloc(200);
	if (title == NULL || cover == NULL)
		return 1;

	*header_of(title) |= 4;
	verdict("a bit that means nothing:");
	*header_of(title) = 4096 | HEAP_IN_USE;
	verdict("a size larger than the heap:");
	*header_of(title) = (32 + 208) | HEAP_IN_USE;
	verdict("a size that swallows the next block:");
	*header_of(title) = 32;
	verdict("in use, but marked free:");
	return 0;
}

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
