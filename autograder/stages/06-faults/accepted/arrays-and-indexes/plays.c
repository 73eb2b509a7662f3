/*
 * plays.c - no lists and no kept pointers: artists and plays are two arrays, and
 * a play knows its artists by their number. The latest artist is a number too,
 * counted from 1, so that 0 means none.
 */
#include "plays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct play {
	size_t artist;
	unsigned seconds;
	char *title;
};

struct plays {
	char **names;
	size_t name_count, name_room;
	struct play *items;
	size_t item_count, item_room;
	size_t latest;
	char *owner;
	char *note;
};

/* Room for count more; the new array, or NULL: the old one is as it was. */
static void *with_room(void *array, size_t *room, size_t used, size_t count, size_t size)
{
	size_t wanted = *room;

	while (wanted - used < count)
		wanted = wanted * 2 + 4;
	if (wanted == *room)
		return array;
	void *moved = realloc(array, wanted * size);
	if (moved != NULL)
		*room = wanted;
	return moved;
}

static bool make_room(struct plays *plays)
{
	char **names = with_room(plays->names, &plays->name_room,
	                         plays->name_count, 2, sizeof *names);
	if (names == NULL)
		return false;
	plays->names = names;
	struct play *items = with_room(plays->items, &plays->item_room,
	                               plays->item_count, 2, sizeof *items);
	if (items == NULL)
		return false;
	plays->items = items;
	return true;
}

static size_t number_of(const struct plays *plays, const char *name)
{
	for (size_t i = 0; i < plays->name_count; i++)
		if (strcmp(plays->names[i], name) == 0)
			return i;
	return plays->name_count;
}

/* One play more, of an artist who may be new. There is room for both. */
static bool append(struct plays *plays, const char *name, const char *title,
                   unsigned seconds)
{
	struct play *item = &plays->items[plays->item_count];
	size_t artist = number_of(plays, name);
	bool fresh = artist == plays->name_count;

	item->title = strdup(title);
	if (item->title == NULL)
		return false;
	if (fresh) {
		plays->names[artist] = strdup(name);
		if (plays->names[artist] == NULL) {
			free(item->title);
			return false;
		}
		plays->name_count++;
	}
	item->artist = artist;
	item->seconds = seconds;
	plays->item_count++;
	return true;
}

enum plays_answer plays_add(struct plays *plays, const char *line)
{
	char text[PLAYS_LINE] = "";
	size_t names = plays->name_count, items = plays->item_count;

	for (size_t i = 0; (text[i] = line[i]) != '\0'; i++)
		if (i == sizeof text - 1)
			return PLAYS_BAD_LINE;
	char *artist = strchr(text, ';');
	if (artist == NULL)
		return PLAYS_BAD_LINE;
	*artist++ = '\0';
	char *title = strchr(artist, ';');
	if (title == NULL || strspn(text, "0123456789") != strlen(text) || strlen(text) > 5)
		return PLAYS_BAD_LINE;
	*title++ = '\0';
	unsigned seconds = (unsigned)strtoul(text, NULL, 10);
	char *guest = strstr(artist, " & ");
	if (guest != NULL) {
		*guest = '\0';
		guest += 3;
	}
	if (seconds == 0 || *artist == '\0' || *title == '\0' ||
	    (guest != NULL && (*guest == '\0' || strcmp(artist, guest) == 0)))
		return PLAYS_BAD_LINE;

	if (make_room(plays) && append(plays, artist, title, seconds) &&
	    (guest == NULL || append(plays, guest, title, seconds))) {
		plays->latest = number_of(plays, artist) + 1;
		return PLAYS_ADDED;
	}
	while (plays->item_count > items)
		free(plays->items[--plays->item_count].title);
	while (plays->name_count > names)
		free(plays->names[--plays->name_count]);
	return PLAYS_NO_MEMORY;
}

struct plays *plays_new(const char *owner)
{
	struct plays *plays = malloc(sizeof *plays);

	if (plays == NULL)
		return NULL;
	memset(plays, 0, sizeof *plays);
	plays->names = NULL;
	plays->items = NULL;
	plays->note = NULL;
	for (; *owner == ' '; owner++)
		;
	plays->owner = strdup(owner);
	if (plays->owner != NULL)
		return plays;
	free(plays);
	return NULL;
}

void plays_free(struct plays *plays)
{
	if (plays == NULL)
		return;
	for (size_t i = 0; i < plays->item_count; i++)
		free(plays->items[i].title);
	for (size_t i = 0; i < plays->name_count; i++)
		free(plays->names[i]);
	free(plays->items);
	free(plays->names);
	free(plays->note);
	free(plays->owner);
	free(plays);
}

const char *plays_owner(const struct plays *plays)
{
	return plays->owner;
}

const char *plays_latest(const struct plays *plays)
{
	return plays->latest == 0 ? NULL : plays->names[plays->latest - 1];
}

size_t plays_artists(const struct plays *plays)
{
	return plays->name_count;
}

static unsigned long sum(const struct plays *plays, size_t artist, size_t *count)
{
	unsigned long seconds = 0;

	*count = 0;
	for (size_t i = 0; i < plays->item_count; i++)
		if (plays->items[i].artist == artist) {
			seconds += plays->items[i].seconds;
			++*count;
		}
	return seconds;
}

size_t plays_count(const struct plays *plays, const char *artist)
{
	size_t count;

	sum(plays, number_of(plays, artist), &count);
	return count;
}

unsigned long plays_seconds(const struct plays *plays, const char *artist)
{
	size_t count;

	return sum(plays, number_of(plays, artist), &count);
}

/* Keeps the plays that last long enough and are not by `artist`. */
static size_t sieve(struct plays *plays, unsigned seconds, size_t artist)
{
	size_t kept = 0, all = plays->item_count;

	for (size_t i = 0; i < all; i++) {
		struct play item = plays->items[i];
		if (item.seconds < seconds || item.artist == artist)
			free(item.title);
		else
			plays->items[kept++] = item;
	}
	plays->item_count = kept;
	return all - kept;
}

size_t plays_skip(struct plays *plays, unsigned seconds)
{
	return sieve(plays, seconds, plays->name_count);
}

bool plays_forget(struct plays *plays, const char *artist)
{
	size_t number = number_of(plays, artist);

	if (number == plays->name_count)
		return false;
	sieve(plays, 0, number);
	free(plays->names[number]);
	plays->name_count--;
	for (size_t i = number; i < plays->name_count; i++)
		plays->names[i] = plays->names[i + 1];
	for (size_t i = 0; i < plays->item_count; i++)
		plays->items[i].artist -= plays->items[i].artist > number;
	if (plays->latest == number + 1)
		plays->latest = 0;
	else if (plays->latest > number)
		plays->latest--;
	return true;
}

const char **plays_ranking(const struct plays *plays)
{
	const char **names = malloc((plays->name_count + 1) * sizeof *names);

	if (names == NULL)
		return NULL;
	for (size_t i = 0; i < plays->name_count; i++)
		names[i] = plays->names[i];
	names[plays->name_count] = NULL;
	/* bubbles: while two neighbours are the wrong way round, swap them */
	for (size_t i = 1; i < plays->name_count; i++) {
		unsigned long left = plays_seconds(plays, names[i - 1]);
		unsigned long right = plays_seconds(plays, names[i]);
		if (left > right || (left == right && strcmp(names[i - 1], names[i]) < 0))
			continue;
		const char *name = names[i - 1];
		names[i - 1] = names[i];
		names[i] = name;
		i = 0;
	}
	return names;
}

size_t plays_label(const struct plays *plays, const char *artist,
                   char *buffer, size_t size)
{
	size_t number = number_of(plays, artist), count;
	unsigned long seconds = sum(plays, number, &count);

	if (number == plays->name_count) {
		*buffer = '\0';
		return 0;
	}
	snprintf(buffer, size, "%s: %zu plays, %lu s", plays->names[number], count, seconds);
	return strlen(buffer);
}

bool plays_set_note(struct plays *plays, const char *text)
{
	char *note = text != NULL ? strdup(text) : NULL;

	if (note == NULL && text != NULL)
		return false;
	free(plays->note);
	plays->note = note;
	return true;
}

const char *plays_note(const struct plays *plays)
{
	return plays->note;
}
