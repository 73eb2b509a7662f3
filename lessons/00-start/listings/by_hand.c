#include <stdio.h>

static int shortest(const int seconds[], int tracks)
{
	int least = 0;

	for (int i = 0; i < tracks; i++)
		if (seconds[i] < least)
			least = seconds[i];
	return least;
}

int main(void)
{
	int album[3] = { 562, 346, 579 };
	int got = shortest(album, 3);
	int expected = 346;

	if (got != expected)
		printf("expected %d, got %d\n", expected, got);
	return 0;
}
