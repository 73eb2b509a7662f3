#include <stdio.h>
#include <string.h>

#include "heap.h"

/* The header of the block that a payload belongs to. */
static size_t word_before(const char *payload)
{
	size_t word;

	memcpy(&word, payload - sizeof word, sizeof word);
	return word;
}

int main(void)
{
	if (!heap_init())
		return 1;
	char *title = heap_alloc(40);
	if (title == NULL)
		return 1;
	strcpy(title, "Blue in Green");
	printf("in use: header %#zx, payload \"%s\"\n", word_before(title), title);
	heap_free(title);
	printf("freed:  header %#zx, payload \"%s\"\n", word_before(title), title);
	char *other = heap_alloc(33);
	printf("again:  header %#zx, %s\n", word_before(other),
	       other == title ? "the same place" : "another place");
	return 0;
}

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
