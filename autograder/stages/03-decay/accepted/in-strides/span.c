/*
 * Differs: where the spans overlap, it learns how far apart they are and
 * copies in strides of that length; within one stride nothing overlaps, and
 * a helper marked restrict does the work. The last stride goes first.
 */
#include "span.h"

#include <stdint.h>

#include "sizes.h"

/* Copies n bytes between places that do not overlap. */
static void copy(unsigned char *restrict to, const unsigned char *restrict from,
                 size_t n)
{
	for (; n > 0; n--)
		*to++ = *from++;
}

/* How many bytes p lies behind the beginning of s; SIZE_MAX: not inside. */
static size_t offset_in(struct span s, const unsigned char *p)
{
	const size_t length = span_length(s);

	for (size_t i = 0; i < length; i++)
		if (&s.begin[i] == p)
			return i;
	return SIZE_MAX;
}

struct span span_of(void *start, size_t length)
{
	struct span s = { NULL, NULL };

	if (start != NULL) {
		s.begin = start;
		s.end = &s.begin[length];
	}
	return s;
}

size_t span_length(struct span s)
{
	return s.begin == s.end ? 0 : (size_t)(s.end - s.begin);
}

void span_fill(struct span s, unsigned char value)
{
	const size_t length = span_length(s);

	for (size_t i = 0; i < length; i++)
		s.begin[i] = value;
}

bool span_copy(struct span to, struct span from)
{
	size_t left = span_length(from);

	if (left > span_length(to))
		return false;
	size_t up = offset_in(from, to.begin), down = offset_in(to, from.begin);
	if (up == 0 || left == 0)
		return true;
	if (up != SIZE_MAX) {
		while (left > 0) {
			size_t stride = left < up ? left : up;

			left -= stride;
			copy(to.begin + left, from.begin + left, stride);
		}
	} else {
		for (size_t done = 0; done < left;) {
			size_t stride = left - done < down ? left - done : down;

			copy(to.begin + done, from.begin + done, stride);
			done += stride;
		}
	}
	return true;
}

int span_compare(struct span a, struct span b)
{
	const unsigned char *x = a.begin, *y = b.begin;

	while (x != a.end && y != b.end && *x == *y) {
		x++;
		y++;
	}
	if (x == a.end || y == b.end)
		return (y == b.end) - (x == a.end);
	return (*x > *y) - (*x < *y);
}

unsigned char *span_find(struct span s, unsigned char value)
{
	const size_t length = span_length(s);
	size_t i = 0;

	while (i < length && s.begin[i] != value)
		i++;
	return i < length ? s.begin + i : NULL;
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	const size_t length = span_length(s);

	for (size_t i = 0; i < length; i++) {
		if (s.begin[i] == value)
			continue;
		return s.begin + i;
	}
	return NULL;
}

unsigned char *span_find_span(struct span s, struct span wanted)
{
	const size_t length = span_length(wanted);
	struct span part;

	if (length == 0)
		return s.begin;
	for (size_t i = 0; span_part(s, i, length, &part); i++)
		if (span_compare(part, wanted) == 0)
			return part.begin;
	return NULL;
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	struct span first, rest;

	if (!span_part(*s, 0, length, &first))
		return false;
	if (!span_part(*s, length, span_length(*s) - length, &rest))
		return false;
	*front = first;
	*s = rest;
	return true;
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	size_t all = span_length(s);
	bool exists = offset <= all && length <= all - offset;

	if (exists && s.begin != NULL) {
		part->begin = &s.begin[offset];
		part->end = &s.begin[offset + length];
	} else if (exists) {
		*part = s;
	}
	return exists;
}

bool span_row(struct table t, size_t i, struct span *row)
{
	size_t cells, all;

	if (i >= t.rows || !bytes_for(t.columns, t.size, &cells))
		return false;
	if (!bytes_for(cells, t.rows, &all))
		return false;
	struct span table = span_of(t.base, all);
	return span_part(table, i * cells, cells, row);
}
