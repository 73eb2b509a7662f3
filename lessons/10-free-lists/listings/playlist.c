#include <stdio.h>

struct song {
	const char *title;
	struct song *next, *prev;
};

/* No song: it stands behind the last and in front of the first. */
static struct song list = { "", &list, &list };

// region: change
static void play_next(struct song *song)        /* puts it to the front */
{
	song->next = list.next;
	song->prev = &list;
	song->next->prev = song;
	list.next = song;
}

static void skip(const struct song *song)       /* takes it out */
{
	song->prev->next = song->next;
	song->next->prev = song->prev;
}
// endregion

static void show(void)
{
	printf("the list:");
	for (const struct song *song = list.next; song != &list; song = song->next)
		printf(" %s;", song->title);
	printf("\n");
}

int main(void)
{
	// region: main
	struct song blue = { "Blue in Green", NULL, NULL };
	struct song what = { "So What", NULL, NULL };
	struct song blues = { "All Blues", NULL, NULL };

	play_next(&blue);
	play_next(&what);
	play_next(&blues);
	show();
	skip(&what);            /* from the middle */
	show();
	skip(&blue);            /* the last        */
	skip(&blues);           /* the only one    */
	show();
	// endregion
	return 0;
}

// run: flags=
