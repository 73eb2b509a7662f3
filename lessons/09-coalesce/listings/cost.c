#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "sizes.h"

static size_t rounded(size_t size, size_t least)
{
	size_t block;

	if (!align_up(size, 16, &block))
		return 0;
	return block < least ? least : block;
}

int main(void)
{
	const size_t asked[] = { 1, 8, 9, 16, 24, 25, 40, 100, 1000 };

	printf("asked  glibc  stage 08  stage 09\n");
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		void *payload = malloc(asked[i]);

		if (payload == NULL)
			return 1;
		printf("%5zu  %5zu  %8zu  %8zu\n", asked[i],
		       malloc_usable_size(payload) + sizeof(size_t),
		       rounded(asked[i] + 8, 16), rounded(asked[i] + 16, 32));
		free(payload);
	}
	return 0;
}

// run: flags=-Iexercises/02-sizeof solutions/02-sizeof/sizes.c
