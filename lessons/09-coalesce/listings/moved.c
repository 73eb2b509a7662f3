#include <stdio.h>
#include <string.h>

struct song {
	char title[16];
	struct song *next;
};

int main(void)
{
	struct song room[4] = {
		{ "Intro", &room[2] }, { "", NULL },
		{ "So What", &room[3] }, { "Blue in Green", NULL },
	};
	const struct song *favourite = &room[2];

	/* Tidy up: move the last two to the left, over the hole. */
	memmove(&room[1], &room[2], 2 * sizeof *room);
	strcpy(room[3].title, "(advertisement)");       /* new room, used */

	printf("my favourite:          %s\n", favourite->title);
	printf("what follows Intro:    %s\n", room[0].next->title);
	printf("what follows So What:  %s\n", room[1].next->title);
	return 0;
}
