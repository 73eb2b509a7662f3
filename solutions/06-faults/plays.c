/*
 * plays.c - a play log, summed up. plays.h says what each function promises.
 */
#include "plays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One time that a song was played. */
struct play {
	struct play *next;
	char *title;
	unsigned seconds;
};

struct artist {
	char *name;
	struct play *plays;     /* a list, the latest play first */
	size_t count;           /* of its plays */
	unsigned long seconds;  /* of all of them */
};

struct plays {
	char *owner;
	char *note;             /* NULL: none */
	const char *latest;     /* NULL: none */
	struct artist *artists; /* an array that grows */
	size_t count;
	size_t capacity;
};

/* What stands in a line. All of it points into the line. */
struct parts {
	const char *seconds;
	const char *artist;
	const char *guest;      /* NULL: none */
	const char *title;
};

/* A copy of the text in a block of its own. NULL: no memory. */
static char *copy(const char *text)
{
	size_t size = strlen(text) + 1;
	char *block = malloc(size);

	if (block != NULL)
		memcpy(block, text, size);
	return block;
}

/* ---- plays and artists ---- */

static struct play *new_play(const char *title)
{
	struct play *play = malloc(sizeof *play);

	if (play == NULL)
		return NULL;
	play->next = NULL;
	play->seconds = 0;
	play->title = copy(title);
	if (play->title == NULL) {
		free(play);
		return NULL;
	}
	return play;
}

static void free_play(struct play *play)
{
	free(play->title);
	free(play);
}

static void free_artist(struct artist *artist)
{
	while (artist->plays != NULL) {
		struct play *play = artist->plays;
		artist->plays = play->next;
		free_play(play);
	}
	free(artist->name);
}

static struct artist *find_artist(const struct plays *plays, const char *name)
{
	for (size_t i = 0; i < plays->count; i++)
		if (strcmp(plays->artists[i].name, name) == 0)
			return &plays->artists[i];
	return NULL;
}

/* Makes room for one more artist. False: no memory. */
static bool grow(struct plays *plays)
{
	size_t capacity = plays->capacity == 0 ? 2 : 2 * plays->capacity;

	if (plays->count < plays->capacity)
		return true;
	struct artist *larger = realloc(plays->artists, capacity * sizeof *larger);
	if (larger == NULL)
		return false;
	plays->artists = larger;
	plays->capacity = capacity;
	return true;
}

/* The artist of that name, added if need be. NULL: no memory. */
static struct artist *artist_for(struct plays *plays, const char *name)
{
	struct artist *artist = find_artist(plays, name);

	if (artist != NULL)
		return artist;
	if (!grow(plays))
		return NULL;
	artist = &plays->artists[plays->count];
	artist->name = copy(name);
	if (artist->name == NULL)
		return NULL;
	artist->plays = NULL;
	artist->count = 0;
	/* student: begin */
	artist->seconds = 0;
	/* student: end */
	plays->count++;
	return artist;
}

/* From now on the play belongs to the artist. */
static void credit(struct artist *artist, struct play *play)
{
	play->next = artist->plays;
	artist->plays = play;
	artist->count++;
	artist->seconds += play->seconds;
}

/* ---- a line of the log ---- */

/* Cuts the line at its marks. False: one is missing, or a part is empty. */
static bool split(char *line, struct parts *parts)
{
	char *artist = strchr(line, ';');
	char *title = artist != NULL ? strchr(artist + 1, ';') : NULL;

	if (title == NULL)
		return false;
	*artist++ = '\0';
	*title++ = '\0';
	char *guest = strstr(artist, " & ");
	if (guest != NULL) {
		*guest = '\0';
		guest += strlen(" & ");
		if (*guest == '\0' || strcmp(guest, artist) == 0)
			return false;
	}
	*parts = (struct parts){ line, artist, guest, title };
	return *artist != '\0' && *title != '\0';
}

/* From 1 to 99999, and nothing but digits. */
static bool read_seconds(const char *text, unsigned *seconds)
{
	size_t digits = strspn(text, "0123456789");

	if (digits > 5 || text[digits] != '\0')
		return false;
	*seconds = (unsigned)strtoul(text, NULL, 10);
	return *seconds != 0;
}

/*
 * Gives the play to its artist, and one like it to the guest. False: no memory,
 * the play still belongs to the caller, and no artist was added.
 */
static bool hand_out(struct plays *plays, const struct parts *parts,
                     struct play *play)
{
	size_t before = plays->count;
	struct play *second = NULL;
	struct artist *artist = artist_for(plays, parts->artist);

	if (artist == NULL)
		goto fail;
	if (parts->guest != NULL) {
		second = new_play(parts->title);
		if (second == NULL)
			goto fail;
		second->seconds = play->seconds;
		struct artist *guest = artist_for(plays, parts->guest);
		if (guest == NULL)
			goto fail;
		credit(guest, second);
		/* student: begin */
		artist = find_artist(plays, parts->artist); /* it may have moved */
		/* student: end */
	}
	credit(artist, play);
	/* student: begin
	 * plays->latest = parts->artist;
	 */
	plays->latest = artist->name;
	/* student: end */
	return true;
fail:
	if (second != NULL)
		free_play(second);
	while (plays->count > before)
		free_artist(&plays->artists[--plays->count]);
	return false;
}

enum plays_answer plays_add(struct plays *plays, const char *line)
{
	char text[PLAYS_LINE];
	struct parts parts;

	if (strlen(line) >= sizeof text)
		return PLAYS_BAD_LINE;
	strcpy(text, line);
	if (!split(text, &parts))
		return PLAYS_BAD_LINE;
	struct play *play = new_play(parts.title);
	if (play == NULL)
		return PLAYS_NO_MEMORY;
	/* student: begin
	 * if (!read_seconds(parts.seconds, &play->seconds))
	 * 	return PLAYS_BAD_LINE;
	 */
	if (!read_seconds(parts.seconds, &play->seconds)) {
		free_play(play);
		return PLAYS_BAD_LINE;
	}
	/* student: end */
	if (!hand_out(plays, &parts, play)) {
		free_play(play);
		return PLAYS_NO_MEMORY;
	}
	return PLAYS_ADDED;
}

/* ---- the summary ---- */

struct plays *plays_new(const char *owner)
{
	struct plays *plays = malloc(sizeof *plays);

	if (plays == NULL)
		return NULL;
	*plays = (struct plays){ 0 };
	/* student: begin
	 * plays->owner = copy(owner);
	 * while (plays->owner != NULL && *plays->owner == ' ')
	 * 	plays->owner++;
	 */
	plays->owner = copy(owner + strspn(owner, " "));
	/* student: end */
	if (plays->owner == NULL) {
		free(plays);
		return NULL;
	}
	return plays;
}

void plays_free(struct plays *plays)
{
	if (plays == NULL)
		return;
	for (size_t i = 0; i < plays->count; i++)
		free_artist(&plays->artists[i]);
	free(plays->artists);
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
	return plays->latest;
}

size_t plays_artists(const struct plays *plays)
{
	return plays->count;
}

size_t plays_count(const struct plays *plays, const char *artist)
{
	const struct artist *found = find_artist(plays, artist);

	return found != NULL ? found->count : 0;
}

unsigned long plays_seconds(const struct plays *plays, const char *artist)
{
	const struct artist *found = find_artist(plays, artist);

	return found != NULL ? found->seconds : 0;
}

/* Takes out the short plays of one artist. */
static size_t skip_plays(struct artist *artist, unsigned seconds)
{
	struct play **link = &artist->plays;
	size_t skipped = 0;

	while (*link != NULL) {
		struct play *play = *link;
		if (play->seconds >= seconds) {
			link = &play->next;
			continue;
		}
		artist->count--;
		artist->seconds -= play->seconds;
		/* student: begin
		 * free_play(play);
		 * *link = play->next;
		 */
		*link = play->next;
		free_play(play);
		/* student: end */
		skipped++;
	}
	return skipped;
}

size_t plays_skip(struct plays *plays, unsigned seconds)
{
	size_t skipped = 0;

	for (size_t i = 0; i < plays->count; i++)
		skipped += skip_plays(&plays->artists[i], seconds);
	return skipped;
}

bool plays_forget(struct plays *plays, const char *artist)
{
	struct artist *found = find_artist(plays, artist);

	if (found == NULL)
		return false;
	if (plays->latest == found->name)
		plays->latest = NULL;
	/* student: begin
	 * free(found->name);
	 */
	free_artist(found);
	/* student: end */
	*found = plays->artists[--plays->count];
	return true;
}

/* Does a stand before b in the ranking? */
static bool ranks_before(const struct artist *a, const struct artist *b)
{
	if (a->seconds != b->seconds)
		return a->seconds > b->seconds;
	return strcmp(a->name, b->name) < 0;
}

const char **plays_ranking(const struct plays *plays)
{
	const char **names = malloc((plays->count + 1) * sizeof *names);

	/* student: begin */
	if (names == NULL)
		return NULL;
	/* student: end */
	for (size_t i = 0; i < plays->count; i++) {
		const struct artist *artist = &plays->artists[i];
		size_t place = i;

		while (place > 0 && ranks_before(artist,
		                    find_artist(plays, names[place - 1]))) {
			names[place] = names[place - 1];
			place--;
		}
		names[place] = artist->name;
	}
	names[plays->count] = NULL;
	return names;
}

size_t plays_label(const struct plays *plays, const char *artist,
                   char *buffer, size_t size)
{
	const struct artist *found = find_artist(plays, artist);
	char label[PLAYS_LINE + 60] = "";

	if (found != NULL)
		snprintf(label, sizeof label, "%s: %zu plays, %lu s",
		         found->name, found->count, found->seconds);
	size_t length = strlen(label);
	/* student: begin
	 * if (length > size)
	 * 	length = size;
	 */
	if (length >= size)
		length = size - 1;
	/* student: end */
	memcpy(buffer, label, length);
	buffer[length] = '\0';
	return length;
}

bool plays_set_note(struct plays *plays, const char *text)
{
	if (text == NULL) {
		free(plays->note);
		/* student: begin */
		plays->note = NULL;
		/* student: end */
		return true;
	}
	char *note = copy(text);
	if (note == NULL)
		return false;
	free(plays->note);
	plays->note = note;
	return true;
}

const char *plays_note(const struct plays *plays)
{
	return plays->note;
}
