#include <stdio.h>

/* Counts what pushing n items one by one costs, without pushing any. */
static void cost(const char *name, size_t n, size_t step, size_t factor)
{
	size_t capacity = 16, allocations = 1, copied = 0;

	for (size_t count = 0; count < n; count++) {
		if (count == capacity) {
			copied += count;
			allocations++;
			capacity = capacity * factor + step;
		}
	}
	printf("%-7s %7zu pushes: %6zu allocations, %11zu items copied\n",
	       name, n, allocations, copied);
}

int main(void)
{
	cost("plus 16", 1000, 16, 1);
	cost("twice", 1000, 0, 2);
	cost("plus 16", 100000, 16, 1);
	cost("twice", 100000, 0, 2);
	return 0;
}
