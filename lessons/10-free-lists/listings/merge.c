#include <stdio.h>

#include "heap.h"

static void *songs[9];

static char name_of(const void *payload)
{
	for (int i = 0; i < 9; i++)
		if (songs[i] == payload)
			return (char)('A' + i);
	return '?';
}

static bool show(const struct heap_block *block, void *context)
{
	(void)context;
	printf("  %c %zu", name_of(block->payload), block->size);
	return true;
}

static void let_go(int song)
{
	heap_free(songs[song]);
	printf("%c is freed:", 'A' + song);
	heap_walk_free(show, NULL);
	printf("\n");
}

int main(void)
{
	// region: main
	if (!heap_init())
		return 1;
	for (size_t i = 0; i < 9; i++)          /* A to I, blocks of 64 */
		songs[i] = heap_alloc(48);
	let_go('C' - 'A');
	let_go('G' - 'A');
	let_go('E' - 'A');      /* case 1 */
	let_go('D' - 'A');      /* case 4 */
	let_go('H' - 'A');      /* case 3 */
	let_go('B' - 'A');      /* case 2 */
	let_go('F' - 'A');      /* case 4 */
	// endregion
	return 0;
}

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
