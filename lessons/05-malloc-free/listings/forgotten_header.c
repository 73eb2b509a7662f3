#include <stdio.h>

int main(void)
{
	/* Nobody has declared malloc: <stdlib.h> was forgotten. */
	printf("a pointer:             %u bytes\n", (unsigned)sizeof(char *));
	printf("what malloc returns:   %u bytes\n", (unsigned)sizeof malloc(1));
	return 0;
}

// run: flags=-std=gnu89 -fno-builtin -w
