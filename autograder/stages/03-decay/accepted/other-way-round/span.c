/*
 * Differs: asks the opposite question. Upwards is needed only when `from`
 * begins inside `to`; in every other case downwards is right, also between
 * two blocks. And the searches are one function with a switch.
 */
#include "span.h"

#include "sizes.h"

enum { SAME, OTHER };

/* The first byte that is value (SAME) or is not (OTHER); s.end: none. */
static unsigned char *search(struct span s, unsigned char value, int which)
{
	while (s.begin != s.end) {
		if ((*s.begin == value) == (which == SAME))
			break;
		++s.begin;
	}
	return s.begin;
}

static unsigned char *null_at_end(struct span s, unsigned char *place)
{
	return place == s.end ? NULL : place;
}

struct span span_of(void *start, size_t length)
{
	if (start == NULL)
		return (struct span){ .begin = NULL, .end = NULL };
	return (struct span){ .begin = start, .end = (unsigned char *)start + length };
}

size_t span_length(struct span s)
{
	size_t length = 0;

	while (s.begin != s.end) {
		s.begin++;
		length++;
	}
	return length;
}

void span_fill(struct span s, unsigned char value)
{
	while (s.end != s.begin)
		*--s.end = value;
}

bool span_copy(struct span to, struct span from)
{
	size_t length = span_length(from);
	bool upwards = false;

	if (span_length(to) < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (to.begin + i == from.begin)
			upwards = true;
	if (upwards)
		for (size_t i = 0; i != length; i++)
			to.begin[i] = from.begin[i];
	else
		for (size_t i = length; i-- > 0;)
			to.begin[i] = from.begin[i];
	return true;
}

int span_compare(struct span a, struct span b)
{
	size_t left = span_length(a), right = span_length(b);

	for (size_t i = 0; i < left && i < right; i++) {
		if (a.begin[i] < b.begin[i])
			return -42;
		if (a.begin[i] > b.begin[i])
			return 42;
	}
	return left < right ? -1 : left > right;
}

unsigned char *span_find(struct span s, unsigned char value)
{
	return null_at_end(s, search(s, value, SAME));
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	return null_at_end(s, search(s, value, OTHER));
}

unsigned char *span_find_span(struct span s, struct span wanted)
{
	size_t all = span_length(s), length = span_length(wanted);

	for (size_t at = 0; length <= all && at <= all - length; at++) {
		size_t i = 0;

		while (i < length && s.begin[at + i] == wanted.begin[i])
			i++;
		if (i == length)
			return at == 0 ? s.begin : s.begin + at;
	}
	return NULL;
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	if (span_length(*s) < length)
		return false;
	front->begin = s->begin;
	while (length-- != 0)
		s->begin++;
	front->end = s->begin;
	return true;
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	size_t left = span_length(s);

	if (offset > left)
		return false;
	left -= offset;
	if (length > left)
		return false;
	if (offset != 0)
		s.begin = &s.begin[offset];
	if (length != left)
		s.end = s.begin + length;
	*part = s;
	return true;
}

bool span_row(struct table t, size_t i, struct span *row)
{
	size_t bytes, all, offset;

	if (!bytes_for(t.size, t.columns, &bytes))
		return false;
	if (!bytes_for(bytes, t.rows, &all) || !bytes_for(bytes, i, &offset))
		return false;
	if (i >= t.rows)
		return false;
	return span_part(span_of(t.base, all), offset, bytes, row);
}
