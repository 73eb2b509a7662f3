#include <stdio.h>

/* The seconds from begin up to, and without, end. */
static int total(const int *begin, const int *end)
{
	int sum = 0;

	for (const int *p = begin; p != end; p++)
		sum += *p;
	return sum;
}

int main(void)
{
	int seconds[4] = { 562, 346, 579, 323 };

	printf("all      %d\n", total(seconds, seconds + 4));
	printf("first 2  %d\n", total(seconds, seconds + 2));
	printf("last 2   %d\n", total(seconds + 2, seconds + 4));
	printf("none     %d\n", total(seconds + 2, seconds + 2));
	return 0;
}
