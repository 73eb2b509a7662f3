#include <stdio.h>

#include "sizes.h"

int main(void)
{
	const size_t header = sizeof(size_t);
	const size_t asked[] = { 0, 1, 8, 9, 24, 25, 40, 100 };

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		size_t block;

		if (!align_up(header + asked[i], 16, &block))
			return 1;
		printf("asked for %3zu: block %3zu, payload %3zu, spare %2zu\n",
		       asked[i], block, block - header, block - header - asked[i]);
	}
	return 0;
}

// run: flags=-Iexercises/02-sizeof solutions/02-sizeof/sizes.c
