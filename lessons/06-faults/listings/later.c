#include <stdio.h>

struct song {
	char title[8];
	int seconds;
	struct song *next;
};

static struct song second = { "Naima", 262, NULL };
static struct song first = { "So What", 562, &second };

static void set_title(struct song *song, const char *title)
{
	char *to = song->title;

	while ((*to++ = *title++) != '\0')
		;
}

static int total(const struct song *song)
{
	int seconds = 0;

	while (song != NULL) {
		seconds += song->seconds;
		song = song->next;
	}
	return seconds;
}

int main(void)
{
	printf("%d seconds\n", total(&first));
	fflush(stdout);
	set_title(&first, "A Love Supreme, Part 1");
	printf("the title is %.22s\n", first.title);
	fflush(stdout);
	printf("%d seconds\n", total(&first));
	return 0;
}
// run: expect=signal:SEGV
