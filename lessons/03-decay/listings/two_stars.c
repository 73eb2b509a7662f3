#include <stdio.h>

static void print_second(int **rows)
{
	printf("%d\n", rows[1][0]);
}

int main(void)
{
	int seconds[3][4] = { { 562, 346, 579, 323 }, { 201, 187 }, { 242 } };

	print_second(seconds);
	return 0;
}
// run: flags=-Werror=incompatible-pointer-types; expect=compile-error
