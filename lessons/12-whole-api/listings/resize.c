#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

static const char *names = "ABCDE";
static char *songs[5];

static void json(const char *what)
{
	printf("{\"what\": \"%s\"}\n", what);
	printf("{\"bytes\": %td}\n", (char *)pages_hi() - (char *)pages_lo());
}

static bool print_block(const struct heap_block *block, void *context)
{
	char name = '-';

	(void)context;
	for (size_t i = 0; i < 5; i++)
		if (block->in_use && block->payload == songs[i])
			name = names[i];
	printf("{\"offset\": %td, \"size\": %zu, \"name\": \"%c\"}\n",
	       (char *)block->start - (char *)pages_lo(), block->size, name);
	return true;
}

static bool drawing;

// region: resize
static void resize(size_t i, size_t size)
{
	char *old = songs[i], *moved = heap_realloc(old, size);

	if (moved != NULL)
		songs[i] = moved;
	if (!drawing)
		printf("%c, %3zu bytes: %s\n", names[i], size, moved == NULL ? "no"
		       : moved == old ? "stays" : "moves");
}
// endregion

static void show(const char *what)
{
	if (!drawing)
		return;
	json(what);
	heap_walk(print_block, NULL);
}

int main(int count, char **args)
{
	drawing = count == 2 && strcmp(args[1], "json") == 0;
	// region: main
	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 5; i++)          /* A to E, blocks of 112 */
		songs[i] = heap_alloc(100);
	show("five blocks of 112");
	resize('A' - 'A', 40);          /* less           */
	show("A gets 40 bytes");
	resize('A' - 'A', 90);          /* and more again */
	show("A gets 90 bytes");
	resize('C' - 'A', 200);
	show("C gets 200 bytes");
	resize('B' - 'A', 200);
	show("B gets 200 bytes");
	resize('C' - 'A', 400);
	show("C gets 400 bytes");
	// endregion
	return 0;
}

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
