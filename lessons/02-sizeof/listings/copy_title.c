#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	const char *title = "Blue";
	char *copy = malloc(strlen(title));

	if (copy == NULL)
		return 1;
	strcpy(copy, title);
	printf("a copy that starts with %c\n", copy[0]);
	free(copy);
	return 0;
}

// run: tool=valgrind; expect=valgrind:InvalidWrite
