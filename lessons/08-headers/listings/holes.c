#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

static bool json;                       /* for the pictures of the lesson */

/* What the program has asked for and not yet given back. */
static struct {
	void *payload;
	size_t asked;
} requests[8];

static void *ask(size_t size)
{
	size_t i = 0;

	while (requests[i].payload != NULL)
		i++;
	requests[i].payload = heap_alloc(size);
	requests[i].asked = size;
	return requests[i].payload;
}

static void give_back(void *payload)
{
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		if (requests[i].payload == payload)
			requests[i].payload = NULL;
	heap_free(payload);
}

static size_t asked_for(const void *payload)
{
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		if (requests[i].payload == payload)
			return requests[i].asked;
	return 0;
}

static void json_line(const struct heap_block *block, bool first)
{
	const char *lo = pages_lo();

	printf("%s\t{\"offset\": %td, \"size\": %zu, \"in_use\": %s, \"asked\": %zu}",
	       first ? "" : ",\n", (char *)block->start - lo, block->size,
	       block->in_use ? "true" : "false", asked_for(block->payload));
}

// region: visit
static bool show(const struct heap_block *block, void *context)
{
	int *seen = context;

	if (json)
		json_line(block, *seen == 0);
	else
		printf("  %3zu bytes, %s\n", block->size,
		       block->in_use ? "in use" : "free");
	++*seen;
	return true;
}
// endregion

// region: scene
static void scene(const char *title)
{
	static int scenes;
	int seen = 0;

	if (json)
		printf("%s{\"scene\": \"%s\", \"bytes\": %td, \"blocks\": [\n",
		       scenes++ == 0 ? "[\n" : ",\n", title,
		       (char *)pages_hi() - (char *)pages_lo());
	else
		printf("%s\n", title);
	heap_walk(show, &seen);
	if (json)
		printf("\n]}");
}
// endregion

int main(int count, char **args)
{
	json = count == 2 && strcmp(args[1], "json") == 0;
	if (!heap_init())
		return 1;
	// region: play
	void *title = ask(30);
	void *cover = ask(200);
	void *artist = ask(20);
	void *lyrics = ask(100);
	void *label = ask(10);
	scene("five requests: 30, 200, 20, 100, 10 bytes");
	give_back(cover);
	give_back(lyrics);
	scene("the second and the fourth freed");
	const void *year = ask(5);
	scene("one more request: 5 bytes");
	// endregion
	if (json)
		printf("\n]\n");
	return title && artist && label && year == cover ? 0 : 1;
}

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
