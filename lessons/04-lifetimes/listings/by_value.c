#include <stdio.h>

struct song {
	char title[12];      /* the letters are in the struct   */
	const char *artist;  /* the letters are somewhere else  */
};

static char name[] = "Miles Davis";

static struct song make_song(void)
{
	struct song song = { "So What", name };

	return song;
}

int main(void)
{
	struct song one = make_song();
	struct song two = one;

	two.title[0] = 'N';
	name[0] = 'G';
	printf("one: %s, %s\n", one.title, one.artist);
	printf("two: %s, %s\n", two.title, two.artist);
	return 0;
}
