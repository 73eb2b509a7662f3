#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	volatile size_t count = SIZE_MAX / 8 + 2;       /* read from a file, say */
	double *marks = malloc(count * sizeof *marks);
	double *notes = calloc(count, sizeof *notes);

	printf("malloc of the product: %s\n", marks != NULL ? "a block" : "NULL");
	printf("calloc of both:        %s\n", notes != NULL ? "a block" : "NULL");
	free(marks);
	free(notes);
	return 0;
}

// run: flags=
