#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	const char *name = "Naima";     /* five letters, and a terminator */
	char *title = malloc(5);

	if (title == NULL)
		return 1;
	strcpy(title, name);
	printf("%.5s\n", title);
	free(title);
	return 0;
}

// run: expect=valgrind:write-after-block
