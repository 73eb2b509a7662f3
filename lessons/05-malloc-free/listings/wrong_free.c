#include <stdio.h>
#include <stdlib.h>

static int chart[3];

/* volatile: or the compiler would see what we are about to do, and warn. */
static void release(void *volatile block)
{
	free(block);
}

int main(void)
{
	int local = 7;
	int *songs = malloc(10 * sizeof *songs);

	if (songs == NULL)
		return 1;
	release(songs + 1);  /* the inside of a block */
	release(&local);     /* the stack */
	release(chart);      /* a global */
	release(songs);      /* right, at last */
	puts("done");
	return 0;
}

// run: expect=valgrind:free-interior
