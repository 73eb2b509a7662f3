#include <stdio.h>
#include <string.h>

struct song {
	const char *title;
	const char *artist; /* NULL: nobody knows */
};

/* Letters that a line of the playlist needs. */
static size_t width(const struct song *song)
{
	return strlen(song->title) + 2 + strlen(song->artist);
}

static size_t widest(const struct song *songs, size_t count)
{
	size_t most = 0;

	for (size_t i = 0; i < count; i++)
		if (width(&songs[i]) > most)
			most = width(&songs[i]);
	return most;
}

int main(void)
{
	static const struct song songs[] = {
		{ "Naima", "John Coltrane" },
		{ "Greensleeves", NULL },
	};

	printf("%zu letters\n", widest(songs, 2));
	return 0;
}
// run: expect=valgrind:InvalidRead
