/*
 * plays.c - names and titles live in the same block as the struct they belong
 * to (a flexible array member), so there is less to free and less to forget.
 * The array holds the artists' addresses: when it moves, they don't.
 */
#include "plays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct play {
	struct play *next;
	unsigned seconds;
	char title[];
};

struct artist {
	struct play *first;
	unsigned long seconds;
	size_t count;
	char name[];
};

struct plays {
	struct artist **artists;
	size_t count, room;
	const struct artist *latest;
	char *note;
	char owner[];
};

/* The two artists of a line, and the title: begin and length of each. */
struct piece {
	const char *begin;
	size_t length;
};

static bool is_name(const struct artist *artist, struct piece name)
{
	return strncmp(artist->name, name.begin, name.length) == 0 &&
	       artist->name[name.length] == '\0';
}

static size_t place_of(const struct plays *plays, struct piece name)
{
	size_t i = 0;

	while (i < plays->count && !is_name(plays->artists[i], name))
		i++;
	return i;
}

static struct artist *artist_of(const struct plays *plays, const char *name)
{
	size_t i = place_of(plays, (struct piece){ name, strlen(name) });

	return i < plays->count ? plays->artists[i] : NULL;
}

/* Room for two more artists: after that, nothing about the array can fail. */
static bool make_room(struct plays *plays)
{
	if (plays->room - plays->count >= 2)
		return true;
	size_t room = plays->room * 2 + 2;
	struct artist **moved = realloc(plays->artists, room * sizeof(struct artist *));
	if (moved == NULL)
		return false;
	plays->artists = moved;
	plays->room = room;
	return true;
}

static struct play *make_play(struct piece title, unsigned seconds)
{
	struct play *play = malloc(sizeof *play + title.length + 1);

	if (play != NULL) {
		play->next = NULL;
		play->seconds = seconds;
		memcpy(play->title, title.begin, title.length);
		play->title[title.length] = '\0';
	}
	return play;
}

static struct artist *make_artist(struct piece name)
{
	struct artist *artist = calloc(1, sizeof *artist + name.length + 1);

	if (artist != NULL)
		memcpy(artist->name, name.begin, name.length);
	return artist;
}

/* The parts of the line, which is left as it is. False: it is no line. */
static bool cut(const char *line, unsigned *seconds, struct piece names[2],
                size_t *count, struct piece *title)
{
	size_t digits = strspn(line, "0123456789");
	const char *artist = line + digits + 1;
	const char *end = line[digits] == ';' ? strchr(artist, ';') : NULL;

	if (strlen(line) >= PLAYS_LINE || digits == 0 || digits > 5 || end == NULL)
		return false;
	*seconds = (unsigned)strtoul(line, NULL, 10);
	*title = (struct piece){ end + 1, strlen(end + 1) };
	names[0] = (struct piece){ artist, (size_t)(end - artist) };
	*count = 1;
	const char *both = strstr(artist, " & ");
	if (both != NULL && both < end) {
		/* " & " may lie across the ';' only if it begins before it: it holds none */
		names[0].length = (size_t)(both - artist);
		names[1] = (struct piece){ both + 3, (size_t)(end - both - 3) };
		*count = 2;
		if (names[1].length == 0 ||
		    (names[0].length == names[1].length &&
		     memcmp(names[0].begin, names[1].begin, names[0].length) == 0))
			return false;
	}
	return *seconds != 0 && title->length != 0 && names[0].length != 0;
}

enum plays_answer plays_add(struct plays *plays, const char *line)
{
	struct artist *fresh[2] = { NULL, NULL };
	struct play *play[2] = { NULL, NULL };
	struct piece names[2], title;
	unsigned seconds;
	size_t count;

	if (!cut(line, &seconds, names, &count, &title))
		return PLAYS_BAD_LINE;
	bool good = make_room(plays);
	for (size_t i = 0; good && i < count; i++) {
		play[i] = make_play(title, seconds);
		if (place_of(plays, names[i]) == plays->count)
			good = (fresh[i] = make_artist(names[i])) != NULL;
		good = good && play[i] != NULL;
	}
	for (size_t i = 0; !good && i < 2; i++) {
		free(play[i]);
		free(fresh[i]);
	}
	if (!good)
		return PLAYS_NO_MEMORY;
	for (size_t i = count; i-- > 0;) {
		if (fresh[i] != NULL)
			plays->artists[plays->count++] = fresh[i];
		struct artist *artist = plays->artists[place_of(plays, names[i])];
		play[i]->next = artist->first;
		artist->first = play[i];
		artist->count++;
		artist->seconds += seconds;
		plays->latest = artist;
	}
	return PLAYS_ADDED;
}

struct plays *plays_new(const char *owner)
{
	owner += strspn(owner, " ");
	struct plays *plays = calloc(1, sizeof *plays + strlen(owner) + 1);

	if (plays != NULL)
		strcpy(plays->owner, owner);
	return plays;
}

static void drop(struct artist *artist)
{
	struct play *play = artist->first;

	while (play != NULL) {
		struct play *gone = play;
		play = play->next;
		free(gone);
	}
	free(artist);
}

void plays_free(struct plays *plays)
{
	if (plays == NULL)
		return;
	while (plays->count > 0)
		drop(plays->artists[--plays->count]);
	free(plays->artists);
	free(plays->note);
	free(plays);
}

const char *plays_owner(const struct plays *plays)
{
	return plays->owner;
}

const char *plays_latest(const struct plays *plays)
{
	return plays->latest == NULL ? NULL : plays->latest->name;
}

size_t plays_artists(const struct plays *plays)
{
	return plays->count;
}

size_t plays_count(const struct plays *plays, const char *artist)
{
	const struct artist *found = artist_of(plays, artist);

	return found == NULL ? 0 : found->count;
}

unsigned long plays_seconds(const struct plays *plays, const char *artist)
{
	const struct artist *found = artist_of(plays, artist);

	return found == NULL ? 0 : found->seconds;
}

size_t plays_skip(struct plays *plays, unsigned seconds)
{
	size_t skipped = 0;

	for (size_t i = 0; i < plays->count; i++) {
		struct artist *artist = plays->artists[i];
		struct play *play = artist->first;
		artist->first = NULL;
		while (play != NULL) { /* the list, turned round, without the short ones */
			struct play *next = play->next;
			if (play->seconds < seconds) {
				artist->seconds -= play->seconds;
				artist->count--;
				free(play);
				skipped++;
			} else {
				play->next = artist->first;
				artist->first = play;
			}
			play = next;
		}
	}
	return skipped;
}

bool plays_forget(struct plays *plays, const char *artist)
{
	size_t i = place_of(plays, (struct piece){ artist, strlen(artist) });

	if (i == plays->count)
		return false;
	struct artist *gone = plays->artists[i];
	if (plays->latest == gone)
		plays->latest = NULL;
	plays->count--;
	memmove(plays->artists + i, plays->artists + i + 1,
	        (plays->count - i) * sizeof(struct artist *));
	drop(gone);
	return true;
}

/* How many artists stand before this one in the ranking. */
static size_t rank(const struct plays *plays, const struct artist *artist)
{
	size_t before = 0;

	for (size_t i = 0; i < plays->count; i++) {
		const struct artist *other = plays->artists[i];
		before += other->seconds > artist->seconds ||
		          (other->seconds == artist->seconds &&
		           strcmp(other->name, artist->name) < 0);
	}
	return before;
}

const char **plays_ranking(const struct plays *plays)
{
	const char **names = calloc(plays->count + 1, sizeof *names);

	for (size_t i = 0; names != NULL && i < plays->count; i++)
		names[rank(plays, plays->artists[i])] = plays->artists[i]->name;
	return names;
}

size_t plays_label(const struct plays *plays, const char *artist,
                   char *buffer, size_t size)
{
	const struct artist *found = artist_of(plays, artist);

	if (found == NULL) {
		buffer[0] = '\0';
		return 0;
	}
	int length = snprintf(buffer, size, "%s: %zu plays, %lu s", found->name,
	                      found->count, found->seconds);
	return (size_t)length < size ? (size_t)length : size - 1;
}

bool plays_set_note(struct plays *plays, const char *text)
{
	char *note = NULL;

	if (text != NULL) {
		note = malloc(strlen(text) + 1);
		if (note == NULL)
			return false;
		strcpy(note, text);
	}
	free(plays->note);
	plays->note = note;
	return true;
}

const char *plays_note(const struct plays *plays)
{
	return plays->note;
}
