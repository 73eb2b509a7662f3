#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

// region: show
/* Each header: its size, and a letter for each bit that is set. */
static bool print_header(const struct heap_block *block, void *context)
{
	size_t word = *(const size_t *)block->start;

	(void)context;
	printf(" %3zu%c%c", block->size, (word & HEAP_IN_USE) != 0 ? 'u' : '-',
	       (word & HEAP_LEFT_IN_USE) != 0 ? 'l' : '-');
	return true;
}
// endregion

static bool print_json(const struct heap_block *block, void *context)
{
	const char **between = context;

	printf("%s\t{\"offset\": %td, \"size\": %zu, \"in_use\": %s, \"left\": %s}",
	       *between, (char *)block->start - (char *)pages_lo(), block->size,
	       block->in_use ? "true" : "false",
	       (*(const size_t *)block->start & HEAP_LEFT_IN_USE) != 0 ? "true" : "false");
	*between = ",\n";
	return true;
}

static void show(const char *when)
{
	printf("%-12s", when);
	heap_walk(print_header, NULL);
	printf("\n");
}

int main(int count, char **args)
{
	void *songs[5];
	bool json = count == 2 && strcmp(args[1], "json") == 0;

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 5; i++)
		songs[i] = heap_alloc(i == 2 ? 104 : 40);
	if (json) {
		const char *between = "";
		heap_free(songs[2]);
		printf("[\n{\"bytes\": %td, \"blocks\": [\n",
		       (char *)pages_hi() - (char *)pages_lo());
		heap_walk(print_json, &between);
		printf("\n]}\n]\n");
		return 0;
	}
	// region: main
	show("all in use:");
	heap_free(songs[2]);
	show("C is freed:");
	heap_free(songs[3]);
	show("D is freed:");
	songs[2] = heap_alloc(40);
	show("40 bytes:");
	heap_free(songs[1]);
	show("B is freed:");
	// endregion
	return 0;
}

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
