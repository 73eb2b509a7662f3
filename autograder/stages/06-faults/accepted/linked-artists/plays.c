/*
 * plays.c - artists in a linked list, each in a block of its own, which never
 * moves; the line is copied to the heap; the sums are made when asked for.
 */
#include "plays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct play {
	char *title;
	unsigned seconds;
	struct play *next;
};

struct artist {
	struct artist *next;
	struct play *plays;
	char *name;
};

struct plays {
	struct artist *artists;
	struct artist *latest;
	char *owner, *note;
};

static void play_free(struct play *play)
{
	if (play != NULL) {
		free(play->title);
		free(play);
	}
}

static struct play *play_new(const char *title, unsigned seconds)
{
	struct play *play = calloc(1, sizeof *play);

	if (play != NULL) {
		play->seconds = seconds;
		play->title = strdup(title);
		if (play->title == NULL) {
			free(play);
			play = NULL;
		}
	}
	return play;
}

static void artist_free(struct artist *artist)
{
	if (artist == NULL)
		return;
	for (struct play *play = artist->plays, *next; play != NULL; play = next) {
		next = play->next;
		play_free(play);
	}
	free(artist->name);
	free(artist);
}

static struct artist *artist_new(const char *name)
{
	struct artist *artist = calloc(1, sizeof *artist);

	if (artist == NULL)
		return NULL;
	artist->name = strdup(name);
	if (artist->name == NULL) {
		free(artist);
		return NULL;
	}
	return artist;
}

static struct artist *artist_find(const struct plays *plays, const char *name)
{
	struct artist *artist = plays->artists;

	while (artist != NULL && strcmp(artist->name, name) != 0)
		artist = artist->next;
	return artist;
}

/* Makes all that a play of this artist needs; *fresh: to be put into the list. */
static bool prepare(struct plays *plays, const char *name, const char *title,
                    unsigned seconds, struct artist **artist,
                    struct artist **fresh, struct play **play)
{
	*artist = artist_find(plays, name);
	if (*artist == NULL)
		*artist = *fresh = artist_new(name);
	*play = play_new(title, seconds);
	return *artist != NULL && *play != NULL;
}

static void commit(struct plays *plays, struct artist *artist,
                   struct artist *fresh, struct play *play)
{
	if (fresh != NULL) {
		fresh->next = plays->artists;
		plays->artists = fresh;
	}
	play->next = artist->plays;
	artist->plays = play;
}

static enum plays_answer add_parts(struct plays *plays, const char *name,
                                   const char *guest_name, const char *title,
                                   unsigned seconds)
{
	struct artist *artist = NULL, *guest = NULL;
	struct artist *fresh = NULL, *fresh_guest = NULL;
	struct play *play = NULL, *second = NULL;

	if (!prepare(plays, name, title, seconds, &artist, &fresh, &play) ||
	    (guest_name != NULL && !prepare(plays, guest_name, title, seconds,
	                                    &guest, &fresh_guest, &second))) {
		artist_free(fresh);
		artist_free(fresh_guest);
		play_free(play);
		play_free(second);
		return PLAYS_NO_MEMORY;
	}
	commit(plays, artist, fresh, play);
	if (guest != NULL)
		commit(plays, guest, fresh_guest, second);
	plays->latest = artist;
	return PLAYS_ADDED;
}

enum plays_answer plays_add(struct plays *plays, const char *line)
{
	enum plays_answer answer = PLAYS_BAD_LINE;
	unsigned seconds = 0;
	size_t digits = 0;

	if (strlen(line) >= PLAYS_LINE)
		return PLAYS_BAD_LINE;
	for (; digits < 5 && line[digits] >= '0' && line[digits] <= '9'; digits++)
		seconds = seconds * 10 + (unsigned)(line[digits] - '0');
	if (line[digits] != ';' || seconds == 0)
		return PLAYS_BAD_LINE;
	char *text = strdup(line + digits + 1);
	if (text == NULL)
		return PLAYS_NO_MEMORY;
	char *title = strchr(text, ';');
	if (title == NULL || title == text || title[1] == '\0')
		goto out;
	*title++ = '\0';
	char *guest = strstr(text, " & ");
	if (guest != NULL) {
		*guest = '\0';
		guest += 3;
		if (*guest == '\0' || *text == '\0' || strcmp(guest, text) == 0)
			goto out;
	}
	answer = add_parts(plays, text, guest, title, seconds);
out:
	free(text);
	return answer;
}

struct plays *plays_new(const char *owner)
{
	struct plays *plays = calloc(1, sizeof *plays);

	while (*owner == ' ')
		owner++;
	if (plays != NULL && (plays->owner = strdup(owner)) == NULL) {
		free(plays);
		plays = NULL;
	}
	return plays;
}

void plays_free(struct plays *plays)
{
	if (plays == NULL)
		return;
	while (plays->artists != NULL)
		plays_forget(plays, plays->artists->name);
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
	return plays->latest != NULL ? plays->latest->name : NULL;
}

size_t plays_artists(const struct plays *plays)
{
	size_t count = 0;

	for (const struct artist *a = plays->artists; a != NULL; a = a->next)
		count++;
	return count;
}

static unsigned long sum(const struct artist *artist, size_t *count)
{
	unsigned long seconds = 0;

	*count = 0;
	if (artist == NULL)
		return 0;
	for (const struct play *play = artist->plays; play; play = play->next) {
		seconds += play->seconds;
		++*count;
	}
	return seconds;
}

size_t plays_count(const struct plays *plays, const char *artist)
{
	size_t count;

	sum(artist_find(plays, artist), &count);
	return count;
}

unsigned long plays_seconds(const struct plays *plays, const char *artist)
{
	size_t count;

	return sum(artist_find(plays, artist), &count);
}

/* The list without its short plays. */
static struct play *without(struct play *list, unsigned seconds, size_t *skipped)
{
	struct play *kept = NULL, **end = &kept;

	while (list != NULL) {
		struct play *next = list->next;
		if (list->seconds < seconds) {
			play_free(list);
			++*skipped;
		} else {
			*end = list;
			end = &list->next;
		}
		list = next;
	}
	*end = NULL;
	return kept;
}

size_t plays_skip(struct plays *plays, unsigned seconds)
{
	size_t skipped = 0;

	for (struct artist *a = plays->artists; a != NULL; a = a->next)
		a->plays = without(a->plays, seconds, &skipped);
	return skipped;
}

bool plays_forget(struct plays *plays, const char *artist)
{
	struct artist *found = artist_find(plays, artist);
	struct artist **link = &plays->artists;

	if (found == NULL)
		return false;
	while (*link != found)
		link = &(*link)->next;
	*link = found->next;
	if (plays->latest == found)
		plays->latest = NULL;
	artist_free(found);
	return true;
}

static int by_rank(const void *left, const void *right)
{
	const struct artist *const *a = left, *const *b = right;
	size_t count;
	unsigned long first = sum(*a, &count), second = sum(*b, &count);

	if (first != second)
		return first > second ? -1 : 1;
	return strcmp((*a)->name, (*b)->name);
}

const char **plays_ranking(const struct plays *plays)
{
	size_t count = plays_artists(plays), i = 0;
	const char **names = malloc((count + 1) * sizeof *names);
	const struct artist **order = malloc((count + 1) * sizeof *order);

	if (names == NULL || order == NULL) {
		free(names);
		names = NULL;
		goto out;
	}
	for (const struct artist *a = plays->artists; a != NULL; a = a->next)
		order[i++] = a;
	qsort(order, count, sizeof *order, by_rank);
	for (i = 0; i < count; i++)
		names[i] = order[i]->name;
	names[count] = NULL;
out:
	free(order);
	return names;
}

size_t plays_label(const struct plays *plays, const char *artist,
                   char *buffer, size_t size)
{
	const struct artist *found = artist_find(plays, artist);
	size_t count;
	unsigned long seconds = sum(found, &count);

	*buffer = '\0';
	if (found != NULL)
		snprintf(buffer, size, "%s: %zu plays, %lu s", found->name, count, seconds);
	return strlen(buffer);
}

bool plays_set_note(struct plays *plays, const char *text)
{
	char *old = plays->note;

	if (text == NULL) {
		plays->note = NULL;
	} else {
		char *note = strdup(text);
		if (note == NULL)
			return false;
		plays->note = note;
	}
	free(old);
	return true;
}

const char *plays_note(const struct plays *plays)
{
	return plays->note;
}
