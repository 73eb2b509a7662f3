#include <stdio.h>

int main(void)
{
	size_t tracks = 12;
	double *seconds = NULL;  // last week this was an int *

	printf("tracks * sizeof(int)      %zu\n", tracks * sizeof(int));
	printf("tracks * sizeof *seconds  %zu\n", tracks * sizeof *seconds);
	return 0;
}
