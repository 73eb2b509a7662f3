#include <stdalign.h>
#include <stdio.h>

#include "arena.h"

struct sample {
	alignas(16) float channel[4];
};

__attribute__((noinline)) static void silence(struct sample *sample)
{
	*sample = (struct sample){ 0 };
}

int main(void)
{
	if (!arena_init())
		return 1;
	char *letter = arena_alloc(1, 1);
	int *seconds = arena_alloc(sizeof *seconds, 1);         /* should be 4 */
	struct sample *sample = arena_alloc(sizeof *sample, 1); /* should be 16 */
	if (letter == NULL || seconds == NULL || sample == NULL)
		return 1;
	*letter = 'A';
	*seconds = 562;
	printf("side %c, %d s\n", *letter, *seconds);
	fflush(stdout);
	silence(sample);
	puts("silence");
	return 0;
}

// run: flags=-O2 -Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; expect=signal:SEGV
