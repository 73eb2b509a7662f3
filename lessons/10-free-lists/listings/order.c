#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

enum { BLOCKS = 20 };
static void *place[BLOCKS];             /* free blocks, as the list has them */
static size_t listed;

static bool note(const struct heap_block *block, void *context)
{
	(void)context;
	place[listed++] = block->start;
	return true;
}

static size_t number_in_list(const void *start)
{
	for (size_t i = 0; i < listed; i++)
		if (place[i] == start)
			return i + 1;
	return 0;
}

static bool print_json(const struct heap_block *block, void *context)
{
	const char **between = context;

	printf("%s\t{\"offset\": %td, \"size\": %zu, \"in_use\": %s, \"number\": %zu}",
	       *between, (char *)block->start - (char *)pages_lo(), block->size,
	       block->in_use ? "true" : "false", number_in_list(block->start));
	*between = ",\n";
	return true;
}

// region: show
static bool print_offset(const struct heap_block *block, void *context)
{
	(void)context;
	if (!block->in_use)
		printf(" %3td", (char *)block->start - (char *)pages_lo());
	return true;
}
// endregion

int main(int count, char **args)
{
	// region: main
	void *songs[9];

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 9; i++)
		songs[i] = heap_alloc(48);
	heap_free(songs[3]);
	heap_free(songs[7]);
	heap_free(songs[1]);
	heap_free(songs[5]);
	// endregion
	heap_walk_free(note, NULL);
	if (count == 2 && strcmp(args[1], "json") == 0) {
		const char *between = "";
		printf("[\n{\"bytes\": %td, \"blocks\": [\n",
		       (char *)pages_hi() - (char *)pages_lo());
		heap_walk(print_json, &between);
		printf("\n]}\n]\n");
		return 0;
	}
	// region: print
	printf("by addresses:");
	heap_walk(print_offset, NULL);
	printf("\nin the list: ");
	heap_walk_free(print_offset, NULL);
	printf("\n");
	// endregion
	return 0;
}

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
