#include <stdio.h>

int main(void)
{
	/* open_photo returns a char *; the header that says so was forgotten. */
	printf("a pointer:                %u bytes\n", (unsigned)sizeof(char *));
	printf("what open_photo returns:  %u bytes\n", (unsigned)sizeof open_photo());
	return 0;
}

// run: flags=-std=gnu89 -fno-builtin -w
