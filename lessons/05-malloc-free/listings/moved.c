#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Reallocates, and says whether the block is where it was. */
static char *resize(char *block, size_t size)
{
	uintptr_t before = (uintptr_t)block;
	char *after = realloc(block, size);

	if (after == NULL)
		exit(1); /* good enough for a demonstration */
	printf("%5zu bytes: %s\n", size, (uintptr_t)after == before ? "stayed" : "moved");
	return after;
}

int main(void)
{
	char *list = malloc(10);

	list = resize(list, 20);
	list = resize(list, 2000);
	list = resize(list, 4000);
	free(list);
	return 0;
}
