#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

static bool count_used(const struct heap_block *block, void *bytes)
{
	if (block->in_use)
		*(size_t *)bytes += block->size;
	return true;
}

// region: main
int main(void)
{
	size_t in_use = 0;

	pages_reset(100000);                    /* that is all there is */
	if (!heap_init())
		return 1;
	char *text = heap_alloc(50000);
	if (text == NULL)
		return 1;
	strcpy(text, "a chapter that took all night");
	text = heap_realloc(text, 200000);
	printf("text: %s\n", text == NULL ? "NULL" : text);
	heap_free(text);
	heap_walk(count_used, &in_use);
	printf("in use: %zu bytes\n", in_use);
	return 0;
}
// endregion

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; lint=tidy:bugprone-suspicious-realloc-usage cppcheck:memleakOnRealloc; why=this is the fault that is shown
