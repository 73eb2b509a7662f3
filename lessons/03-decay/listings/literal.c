#include <stdio.h>

int main(void)
{
	char array[] = "blue";
	char *pointer = "blue";

	array[0] = 'B';
	fprintf(stderr, "array    %s, %zu bytes\n", array, sizeof array);
	fprintf(stderr, "pointer  %s, %zu bytes\n", pointer, sizeof pointer);
	pointer[0] = 'B';
	fprintf(stderr, "pointer  %s\n", pointer);
	return 0;
}
// run: expect=signal:SEGV
