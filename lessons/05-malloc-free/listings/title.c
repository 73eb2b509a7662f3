#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	const char *title = "So What";
	volatile size_t length = strlen(title);
	char *copy = malloc(length); /* one byte too few */

	if (copy == NULL)
		return EXIT_FAILURE;
	strcpy(copy, title);
	printf("%.7s\n", copy); /* its seven characters */
	free(copy);
	return EXIT_SUCCESS;
}

// run: expect=valgrind:write-after-block
