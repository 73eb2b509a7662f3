#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	volatile size_t too_much = (size_t)1 << 48; /* 256 TiB */
	char *notes = malloc(16);

	if (notes == NULL)
		return 1;
	strcpy(notes, "buy milk");
	notes = realloc(notes, too_much);
	printf("my notes: %s\n", notes == NULL ? "gone" : notes);
	free(notes);
	return 0;
}

// run: expect=valgrind:Leak_DefinitelyLost
