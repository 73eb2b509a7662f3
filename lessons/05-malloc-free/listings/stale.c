#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	int *scores = malloc(4 * sizeof *scores);
	if (scores == NULL)
		return 1;
	scores[0] = 42;
	int *first = &scores[0]; /* an alias into the block */

	int *more = realloc(scores, 4000 * sizeof *more);
	if (more == NULL) {
		free(scores);
		return 1;
	}
	printf("by the new pointer: %d\n", more[0]);
	printf("by the old alias:   %d\n", *first);
	free(more);
	return 0;
}

// run: expect=valgrind:use-after-free-read
