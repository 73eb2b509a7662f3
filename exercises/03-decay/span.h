/*
 * span.h - runs of bytes: where one begins, and where it ends.
 *
 * A span is a pair of pointers. `begin` points to the first byte and `end`
 * one past the last, so that end - begin is the length, in bytes. The byte
 * at `end` does not belong to the span, and may not exist. A span whose
 * pointers are equal is empty.
 *
 * A span owns nothing. Its bytes belong to somebody else, who keeps them
 * alive for as long as the span is used. No function here allocates, frees,
 * or remembers anything from one call to the next.
 *
 * The spans you hand in must be sound: both pointers lead into one object
 * (or one past its end) and end does not come before begin; or both are
 * NULL, which is the empty span of nothing. Functions that return a pointer
 * or a span lend you a part of what you handed in. Pointers through which an
 * answer comes back (span *s, *front, *part, *row) must not be NULL; when
 * the answer is false, what they point to has kept its value.
 */
#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct span {
	unsigned char *begin; /* the first byte                   */
	unsigned char *end;   /* one past the last: never read it */
};

/*
 * The span of the length bytes from start on. When start is NULL there are
 * no bytes, whatever length says: both pointers are NULL.
 */
struct span span_of(void *start, size_t length);

/* How many bytes there are in s. */
size_t span_length(struct span s);

/* Writes value to every byte of s. */
void span_fill(struct span s, unsigned char value);

/*
 * Copies all bytes of `from` to the beginning of `to`; what `to` has beyond
 * that stays as it was. The two may overlap in any way, and may as well lie
 * in different objects: afterwards `to` begins with the bytes that `from`
 * had before. False, and nothing is copied, when `from` is longer than `to`.
 */
bool span_copy(struct span to, struct span from);

/*
 * Less than 0 when a comes before b, 0 when they hold the same bytes, more
 * than 0 when a comes after b. The first bytes that differ decide, taken as
 * numbers from 0 to 255. When one span is the beginning of the other, the
 * shorter one comes first.
 */
int span_compare(struct span a, struct span b);

/* The address of the first byte of s that is value; NULL: there is none. */
unsigned char *span_find(struct span s, unsigned char value);

/*
 * The address of the first byte of s that is not value; NULL: there is none.
 * So NULL means that all of s is as span_fill(s, value) left it.
 */
unsigned char *span_find_other(struct span s, unsigned char value);

/*
 * The address in s where the bytes of `wanted` stand, one behind the other,
 * for the first time; NULL: nowhere. An empty `wanted` stands at s.begin.
 */
unsigned char *span_find_span(struct span s, struct span wanted);

/*
 * Splits the first length bytes off *s. True: *front is these bytes, and *s
 * is what remains behind them. False, and neither changes, when *s is
 * shorter than that. front must not be the same pointer as s.
 */
bool span_take(struct span *s, size_t length, struct span *front);

/*
 * The part of s that begins offset bytes behind its beginning and is length
 * bytes long. True, with the answer in *part; parts of 0 bytes exist
 * everywhere from s.begin to s.end. False when the part would leave s.
 */
bool span_part(struct span s, size_t offset, size_t length,
               struct span *part);

/* A two-dimensional array: its rows stand in memory one behind the other. */
struct table {
	void *base;     /* where row 0 begins; NULL only when there are no bytes */
	size_t rows;
	size_t columns; /* elements in one row */
	size_t size;    /* bytes of one element */
};

/*
 * The bytes of row number i, counted from 0. True, with the answer in *row:
 * columns * size bytes, perhaps none. False when there is no row i, or when
 * the whole table would take more than SIZE_MAX bytes: no such table exists.
 */
bool span_row(struct table t, size_t i, struct span *row);

#endif
