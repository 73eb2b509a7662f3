#include <stdio.h>
#include <stdlib.h>

/* The seconds of a playlist; how many songs is known only now. */
int main(void)
{
	size_t songs = 5; /* imagine that the user typed it */
	int *seconds = malloc(songs * sizeof *seconds);

	if (seconds == NULL) {
		fprintf(stderr, "no memory for %zu songs\n", songs);
		return 1;
	}
	for (size_t i = 0; i < songs; i++)
		seconds[i] = 180 + 30 * (int)i;
	printf("the last of %zu songs: %d s\n", songs, seconds[songs - 1]);
	free(seconds);
	return 0;
}
