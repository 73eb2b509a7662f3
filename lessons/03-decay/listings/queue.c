#include <stdio.h>

int main(void)
{
	int playlist[3] = { 562, 346, 579 };
	int *evening = playlist;       // a copy for tonight?
	int copy[3];

	for (int i = 0; i < 3; i++)
		copy[i] = playlist[i];
	evening[0] = 120;              // tonight the short version
	printf("playlist  %d\n", playlist[0]);
	printf("evening   %d\n", evening[0]);
	printf("copy      %d\n", copy[0]);
	return 0;
}
