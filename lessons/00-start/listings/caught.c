#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	const char *title = "Naima";
	size_t length = strlen(title);
	char *copy = malloc(length);
	size_t count = 0;

	if (copy == NULL)
		return 1;
	memcpy(copy, title, length);
	for (size_t i = 0; i <= length; i++)
		if (copy[i] == 'a')
			count++;
	printf("Naima has %zu a's\n", count);
	free(copy);
	return 0;
}

// run: expect=valgrind:InvalidRead
