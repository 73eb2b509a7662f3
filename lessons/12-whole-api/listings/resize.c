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

static void show(const char *what)
{
	if (!drawing)
		return;
	json(what);
	heap_walk(print_block, NULL);
}

static void resize(size_t i, size_t size)
{
	char *old = songs[i], *moved = heap_realloc(old, size), what[40];

	if (moved != NULL)
		songs[i] = moved;
	if (!drawing)
		printf("%c, %3zu bytes: %s\n", names[i], size, moved == NULL ? "no"
		       : moved == old ? "stays" : "moves");
	(void)snprintf(what, sizeof what, "%c gets %zu bytes", names[i], size);
	show(what);
}

int main(int count, char **args)
{
	drawing = count == 2 && strcmp(args[1], "json") == 0;
	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 5; i++)
		songs[i] = heap_alloc(100);
	show("five blocks of 112");
	// region: main
	resize('A' - 'A', 40);          /* less           */
	resize('A' - 'A', 90);          /* and more again */
	resize('C' - 'A', 200);
	resize('B' - 'A', 200);
	resize('C' - 'A', 400);
	// endregion
	return 0;
}

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
