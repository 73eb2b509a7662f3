#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "heap.h"

static size_t our_block(const void *payload)
{
	return ((const size_t *)payload)[-1] & ~(size_t)15;
}

static size_t glibc_block(void *payload)
{
	return malloc_usable_size(payload) + sizeof(size_t);
}

int main(void)
{
	const size_t asked[] = { 1, 8, 16, 24, 32, 48, 100, 1000, 10000 };

	if (!heap_init())
		return 1;
	printf("asked  glibc   ours  of ours, lost\n");
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		void *theirs = malloc(asked[i]);
		const void *ours = heap_alloc(asked[i]);

		if (theirs == NULL || ours == NULL) {
			free(theirs);
			return 1;
		}
		size_t block = our_block(ours);
		printf("%5zu  %5zu  %5zu  %12.1f%%\n", asked[i], glibc_block(theirs),
		       block, 100.0 * (double)(block - asked[i]) / (double)block);
		free(theirs);
	}
	return 0;
}

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
