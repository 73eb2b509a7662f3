#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct player {
	char *playing; /* the title, on the heap */
	char *shown;   /* what the display shows */
};

static void stop(struct player *player)
{
	free(player->playing);
	player->playing = NULL;  /* so nothing can go wrong */
}

static void clear(struct player *player)
{
	free(player->shown);
	player->shown = NULL;
}

int main(void)
{
	struct player player = { malloc(20), NULL };

	if (player.playing == NULL)
		return 1;
	strcpy(player.playing, "Blue in Green");
	player.shown = player.playing;
	printf("now playing: %s\n", player.shown);
	stop(&player);
	clear(&player);
	return 0;
}
// run: expect=valgrind:double-free
