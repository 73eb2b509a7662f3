/*
 * plays.h - who was played, how often and for how long: a play log, summed up.
 *
 * A music player writes one line for each song that it has played:
 *
 *     562;Miles Davis;So What
 *     262;John Coltrane & Duke Ellington;In a Sentimental Mood
 *
 * Seconds, artist, title. The title is all that stands behind the second ';'.
 * Where " & " stands between two artists, the play counts for both.
 *
 * What is behind struct plays is known to plays.c alone. Everywhere below,
 * `plays` comes from plays_new, and strings end with '\0'. All times are in
 * seconds. A name or text that a function returns is lent: it belongs to
 * plays, and holds until the next call that may change plays (those without
 * const). What a function is handed is only read, and never kept: it may
 * vanish after the call. It may well be a text that plays has lent.
 */
#ifndef PLAYS_H
#define PLAYS_H

#include <stdbool.h>
#include <stddef.h>

/* A line of the log is shorter than this, in bytes, its '\0' included. */
#define PLAYS_LINE 200

struct plays;

enum plays_answer {
	PLAYS_ADDED,
	PLAYS_BAD_LINE,         /* it is no line of a log */
	PLAYS_NO_MEMORY,
};

/*
 * A summary of nothing yet, for this owner; blanks (' ') in front of the
 * owner's name are left out. The caller owns it, and gives it to plays_free.
 * NULL: no memory.
 */
struct plays *plays_new(const char *owner);

/* Frees all that plays owns, and plays. NULL is fine, and nothing happens. */
void plays_free(struct plays *plays);

/* The owner's name. */
const char *plays_owner(const struct plays *plays);

/*
 * Adds one line, without '\n'. PLAYS_BAD_LINE: a ';' is missing; the seconds
 * are not a number from 1 to 99999 in up to 5 digits, and nothing but digits;
 * artist, guest or title is empty; artist and guest are the same; or the line
 * is too long. Whenever the answer is not PLAYS_ADDED, nothing has changed.
 */
enum plays_answer plays_add(struct plays *plays, const char *line);

/*
 * The artist (the first one, where there are two) of the line that was added
 * last. NULL: there is none yet, or that artist has been forgotten.
 */
const char *plays_latest(const struct plays *plays);

/* How many artists there are. */
size_t plays_artists(const struct plays *plays);

/* How many plays the artist has, and how long they took; 0: no such artist. */
size_t plays_count(const struct plays *plays, const char *artist);
unsigned long plays_seconds(const struct plays *plays, const char *artist);

/*
 * Takes out every play of less than `seconds`: somebody skipped that song.
 * Artists stay, even without any play left. Returns how many plays that were.
 */
size_t plays_skip(struct plays *plays, unsigned seconds);

/* Removes the artist with all plays. False: there is no such artist. */
bool plays_forget(struct plays *plays, const char *artist);

/*
 * The names of all artists, longest time first (where it is the same, in the
 * order of strcmp), and NULL behind the last. The caller frees the array, and
 * not the names: those are lent. NULL: no memory.
 */
const char **plays_ranking(const struct plays *plays);

/*
 * Writes "NAME: N plays, S s" to buffer, which has room for size bytes, at
 * least 1. What does not fit is cut off; the '\0' is always there. Returns the
 * number of characters in buffer. No such artist: "" and 0.
 */
size_t plays_label(const struct plays *plays, const char *artist,
                   char *buffer, size_t size);

/*
 * Keeps a copy of the text as the note about this log, instead of the note
 * before it; NULL removes the note. False: no memory, the old note stays.
 */
bool plays_set_note(struct plays *plays, const char *text);

/* The note; NULL: there is none. */
const char *plays_note(const struct plays *plays);

#endif
