#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct song {
	char *title; /* owned by the song */
	int seconds;
};

int main(void)
{
	struct song *song = malloc(sizeof *song);
	if (song == NULL)
		return 1;
	song->seconds = 562;
	song->title = malloc(sizeof "So What");
	if (song->title != NULL) {
		strcpy(song->title, "So What");
		printf("%s, %d s\n", song->title, song->seconds);
	}
	free(song); /* and the title? */
	return 0;
}

// run: expect=valgrind:Leak_DefinitelyLost
