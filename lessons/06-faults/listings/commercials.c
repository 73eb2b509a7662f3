#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct song { char *title; bool commercial; struct song *next; };

// region: repaired
/* Takes out and frees all commercials; returns the new first song. */
static struct song *without_commercials(struct song *first)
{
	struct song *kept = NULL, **end = &kept;

	for (struct song *song = first, *next; song != NULL; song = next) {
		next = song->next;              /* while it is there */
		if (song->commercial) {
			free(song->title);
			free(song);
		} else {
			*end = song;            /* the last link, or kept itself */
			end = &song->next;
		}
	}
	*end = NULL;
	return kept;
}
// endregion

static struct song *new_song(const char *title, struct song *next)
{
	struct song *song = malloc(sizeof *song);
	char *copy = malloc(strlen(title) + 1);

	if (song == NULL || copy == NULL)
		exit(1);
	strcpy(copy, title);
	song->title = copy;
	song->commercial = strchr(title, '!') != NULL;
	song->next = next;
	return song;
}

int main(void)
{
	struct song *list = new_song("Buy!", new_song("Naima", new_song("Now!",
	                    new_song("Only today!", new_song("So What",
	                    new_song("Again!", NULL))))));

	list = without_commercials(list);
	for (struct song *song = list, *next; song != NULL; song = next) {
		next = song->next;
		printf("%s\n", song->title);
		free(song->title);
		free(song);
	}
	return 0;
}
// run: tool=valgrind
