#include <stdlib.h>

struct song {
	struct song *next;
	char *title;
};

static char *settings;     /* kept until the end */
static int *rating;        /* points into the middle of a block */

static struct song *new_song(struct song *next, size_t letters)
{
	struct song *song = malloc(sizeof *song);

	if (song == NULL)
		exit(1);
	song->next = next;
	song->title = malloc(letters + 1);
	return song;
}

int main(void)
{
	settings = malloc(100);
	rating = malloc(10 * sizeof *rating);
	if (rating != NULL)
		rating++;                     /* the only pointer moves on */

	struct song *queue = new_song(new_song(NULL, 30), 40);
	queue = NULL;                     /* two songs, two titles */
	return queue != NULL;
}
// run: tool=valgrind; expect=valgrind:leak-possible
