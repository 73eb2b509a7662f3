#include <stdio.h>

/* The row has 4 elements, and the type says so; how many rows there are
 * has to be told. */
static int total(int (*row)[4], size_t rows)
{
	int sum = 0;

	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < sizeof row[i] / sizeof row[i][0]; k++)
			sum += row[i][k];
	return sum;
}

int main(void)
{
	int seconds[3][4] = { { 562, 346, 579, 323 }, { 201, 187 }, { 242 } };

	printf("all three rows   %d\n", total(seconds, 3));
	printf("the last one     %d\n", total(seconds + 2, 1));
	return 0;
}
