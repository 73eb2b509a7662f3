#include <stdbool.h>
#include <stdio.h>

/* Do both point to the same byte? */
static bool same_place(const void *a, const void *b)
{
	return a == b;
}

int main(void)
{
	int seconds[12] = { 562 };
	int *first = seconds;

	printf("seconds takes %zu bytes, first takes %zu\n",
	       sizeof seconds, sizeof first);
	printf("first points to where first is kept      %d\n",
	       same_place(first, &first));
	printf("seconds 'points' to where seconds is     %d\n",
	       same_place(seconds, &seconds));
	return 0;
}
