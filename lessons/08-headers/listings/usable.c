#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	const size_t asked[] = { 1, 24, 25, 40, 41, 100 };

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		void *p = malloc(asked[i]);
		printf("asked for %3zu, may hold %3zu\n", asked[i], malloc_usable_size(p));
		free(p);
	}
	return 0;
}
