#include <stdio.h>

static void print_binary(size_t n)
{
	for (size_t bit = 16; bit != 0; bit /= 2)
		putchar(n & bit ? '1' : '0');
}

int main(void)
{
	// region: round
	size_t sizes[] = { 0, 1, 7, 8, 9, 13 };

	puts(" n         n + 7     low bits cleared");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = sizes[i];
		size_t up = (n + 7) & ~(size_t)7;

		printf("%2zu  ", n);
		print_binary(n);
		printf(" %2zu  ", n + 7);
		print_binary(n + 7);
		printf(" %2zu  ", up);
		print_binary(up);
		putchar('\n');
	}
	// endregion
	return 0;
}
