#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

static void *song;

/* The four words of the block, as text or as places in the arena. */
static void show(const char *when)
{
	size_t words[4];

	memcpy(words, (char *)song - sizeof *words, sizeof words);
	printf("%s %2zu", when, words[0]);
	for (size_t i = 1; i < 3; i++) {
		size_t place = words[i] - (size_t)pages_lo();
		if (place < 1000)
			printf(" |     -> %3zu", place);
		else
			printf(" | \"%.8s\"", (char *)&words[i]);
	}
	printf(" | %2zu\n", words[3]);
}

// region: main
int main(void)
{
	void *songs[7];

	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 7; i++)
		songs[i] = memcpy(heap_alloc(16), "Freddie Freeload", 16);
	song = songs[3];
	show("in use:");
	heap_free(songs[5]);
	heap_free(songs[3]);
	heap_free(songs[1]);
	show("free:  ");
	return 0;
}
// endregion

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
