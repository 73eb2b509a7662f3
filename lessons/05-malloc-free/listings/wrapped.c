#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	volatile size_t count = SIZE_MAX / 4 + 6; /* volatile: gcc must not see it */
	int *by_malloc = malloc(count * 4);
	int *by_calloc = calloc(count, 4);

	printf("wanted:        %zu ints\n", count);
	printf("malloc gets:   %zu bytes to find\n", count * 4);
	printf("malloc says:   %s\n", by_malloc != NULL ? "yes" : "no");
	printf("calloc says:   %s\n", by_calloc != NULL ? "yes" : "no");
	free(by_calloc);
	free(by_malloc);
	return 0;
}
