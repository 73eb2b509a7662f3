#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

static const void *tile;
static bool drawing;

static bool show(const struct heap_block *block, void *context)
{
	(void)context;
	if (drawing) {
		printf("{\"offset\": %td, \"size\": %zu, \"name\": \"%c\"}\n",
		       (char *)block->start - (char *)pages_lo(), block->size,
		       block->payload == tile ? 'T' : block->in_use ? 'A' : '-');
		return true;
	}
	printf("offset %3td: %3zu bytes, %s\n", (char *)block->start - (char *)pages_lo(),
	       block->size, block->payload == tile ? "the tile" : block->in_use ? "in use" : "free");
	return true;
}

int main(int count, char **args)
{
	drawing = count == 2 && strcmp(args[1], "json") == 0;
	// region: main
	if (!heap_init())
		return 1;
	heap_alloc(24);
	tile = heap_aligned_alloc(256, 100);
	heap_alloc(24);
	// endregion
	if (drawing) {
		printf("{\"what\": \"aligned\"}\n{\"bytes\": %td}\n",
		       (char *)pages_hi() - (char *)pages_lo());
		printf("{\"address\": %zu}\n", (size_t)pages_lo() % 256);
	}
	heap_walk(show, NULL);
	return 0;
}

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
