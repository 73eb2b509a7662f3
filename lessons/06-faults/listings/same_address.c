#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct song {
	const char *title;
	int plays;
};

static struct song *new_song(const char *title)
{
	struct song *song = malloc(sizeof *song);

	if (song == NULL)
		exit(1);
	*song = (struct song){ title, 0 };
	return song;
}

int main(void)
{
	struct song *favourite = new_song("Naima");
	uintptr_t noted = (uintptr_t)favourite; /* "the song at this address" */

	free(favourite);
	struct song *other = new_song("So What");
	printf("the song at the address that was noted: %s\n",
	       (uintptr_t)other == noted ? other->title : "none");
	free(other);
	return 0;
}
