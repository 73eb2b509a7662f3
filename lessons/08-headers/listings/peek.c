#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	const size_t asked[] = { 1, 24, 25, 100, 1000, 1000000 };

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		char *p = malloc(asked[i]);
		size_t word;

		if (p == NULL)
			return 1;
		memcpy(&word, p - sizeof word, sizeof word);    /* not ours to read! */
		printf("asked for %7zu, the word before it is %#zx\n", asked[i], word);
		free(p);
	}
	return 0;
}
// run: lint=-Wno-array-bounds -Wno-maybe-uninitialized; why=reads the word before a block, on purpose
