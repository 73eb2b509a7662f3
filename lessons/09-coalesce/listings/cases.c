#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

static bool json;                       /* for the picture of the lesson */
static void *left, *middle, *right;

static const char *name_of(const void *payload)
{
	if (payload == left)
		return "left";
	return payload == middle ? "middle" : payload == right ? "right" : "";
}

static bool show(const struct heap_block *block, void *context)
{
	const char *between = *(const char **)context;

	if (json)
		printf("%s\t{\"offset\": %td, \"size\": %zu, \"in_use\": %s, "
		       "\"name\": \"%s\"}", *between != '\0' ? ",\n" : "",
		       (char *)block->start - (char *)pages_lo(), block->size,
		       block->in_use ? "true" : "false", name_of(block->payload));
	else
		printf("%s%3zu %s", between, block->size,
		       block->in_use ? "in use" : "free");
	*(const char **)context = " | ";
	return true;
}

static void scene(int number, const char *when)
{
	static int scenes;
	const char *between = "";

	if (json)
		printf("%s{\"scene\": \"case %d, %s\", \"bytes\": %td, \"blocks\": [\n",
		       scenes++ == 0 ? "[\n" : ",\n", number, when,
		       (char *)pages_hi() - (char *)pages_lo());
	else
		printf("case %d, %-6s  ", number, when);
	heap_walk(show, &between);
	printf(json ? "\n]}" : "\n");
}

// region: play
static bool play(int number, bool free_left, bool free_right)
{
	pages_reset(PAGES_LIMIT);
	if (!heap_init())
		return false;
	left = heap_alloc(40);
	middle = heap_alloc(100);
	right = heap_alloc(60);
	if (free_left)
		heap_free(left);
	if (free_right)
		heap_free(right);
	scene(number, "before");
	heap_free(middle);
	scene(number, "after");
	return right != NULL;
}
// endregion

int main(int count, char **args)
{
	json = count == 2 && strcmp(args[1], "json") == 0;
	// region: cases
	bool good = play(1, false, false);
	good = good && play(2, false, true);
	good = good && play(3, true, false);
	good = good && play(4, true, true);
	// endregion
	if (json)
		printf("\n]\n");
	return good ? 0 : 1;
}

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
