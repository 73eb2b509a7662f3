#include <stdio.h>

int main(void)
{
	int seconds[3] = { 562, 346, 579 };
	int chosen = -1;  // nothing chosen yet
	size_t queued = 0;

	printf("-1 < sizeof seconds?  %s\n",
	       chosen < sizeof seconds ? "yes" : "no");
	printf("queued - 1 is %zu\n", queued - 1);
	for (size_t i = 3; i-- > 0;)
		printf("track %zu: %d seconds\n", i, seconds[i]);
	return 0;
}
// run: lint=-Wno-sign-compare; why=compares -1 with a size, on purpose
