#include <stdio.h>

static struct {
	char title[8];
	char artist[24];
} track = { "Naima", "John Coltrane" };

int main(void)
{
	const char *longer = "Giant Steps";
	char *to = track.title;

	for (int i = 0; i <= 11; i++)           /* eleven letters and a '\0' */
		to[i] = longer[i];
	printf("artist: %s\n", track.artist);
	printf("title:  %s\n", to);
	return 0;
}
