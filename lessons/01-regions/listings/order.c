#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct thing {
	const char *name;
	uintptr_t address;
};

static int seconds = 562;               /* a global, with a value */
static int plays;                       /* a global, without */

int main(void)
{
	int local = 7;
	char *block = malloc(100);
	struct thing things[] = {
		{ "local, in main", (uintptr_t)&local },
		{ "the block from malloc", (uintptr_t)block },
		{ "plays", (uintptr_t)&plays },
		{ "seconds", (uintptr_t)&seconds },
		{ "the text \"Naima\"", (uintptr_t)"Naima" },
		{ "the function main", (uintptr_t)main },
	};

	/* Again and again: print the highest that was not printed yet. */
	for (int n = 0; n < 6; n++) {
		struct thing *highest = &things[0];

		for (int i = 1; i < 6; i++)
			if (things[i].address > highest->address)
				highest = &things[i];
		printf("%s\n", highest->name);
		highest->address = 0;
	}
	free(block);
	return 0;
}
