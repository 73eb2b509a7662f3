/*
 * Differs: everything is made of span_take. Searching takes one byte after
 * the other off the front, a part is what two takes leave, a row is what
 * comes after i rows have been taken.
 */
#include "span.h"

#include "sizes.h"

static bool next(struct span *s, unsigned char **byte)
{
	struct span front;

	if (!span_take(s, 1, &front))
		return false;
	*byte = front.begin;
	return true;
}

struct span span_of(void *start, size_t length)
{
	struct span s;

	s.begin = s.end = start;
	if (start != NULL)
		s.end = s.begin + length;
	return s;
}

size_t span_length(struct span s)
{
	if (!s.begin)
		return 0;
	ptrdiff_t length = s.end - s.begin;
	return (size_t)length;
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	size_t all = span_length(*s);

	if (all < length)
		return false;
	*front = *s;
	if (all != 0) {
		front->end = front->begin + length;
		s->begin += length;
	}
	return true;
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	struct span skipped, taken;

	if (!span_take(&s, offset, &skipped) || !span_take(&s, length, &taken))
		return false;
	*part = taken;
	return true;
}

void span_fill(struct span s, unsigned char value)
{
	unsigned char *byte;

	while (next(&s, &byte))
		*byte = value;
}

bool span_copy(struct span to, struct span from)
{
	struct span target, rest = from;
	unsigned char *byte, *last;
	bool later = false;

	if (!span_take(&to, span_length(from), &target))
		return false;
	while (next(&rest, &byte))
		later = later || byte == target.begin;
	if (!later) {
		while (next(&from, &byte))
			*target.begin++ = *byte;
		return true;
	}
	last = target.end;
	while (from.end != from.begin)
		*--last = *--from.end;
	return true;
}

int span_compare(struct span a, struct span b)
{
	unsigned char *x, *y;

	while (next(&a, &x)) {
		if (!next(&b, &y))
			return 1;
		if (*x != *y)
			return (int)*x - (int)*y;
	}
	return next(&b, &y) ? -1 : 0;
}

unsigned char *span_find(struct span s, unsigned char value)
{
	unsigned char *byte;

	while (next(&s, &byte))
		if (*byte == value)
			return byte;
	return NULL;
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	unsigned char *byte;

	while (next(&s, &byte))
		if (*byte != value)
			return byte;
	return NULL;
}

unsigned char *span_find_span(struct span s, struct span wanted)
{
	unsigned char *byte;

	do {
		struct span rest = s, front;

		if (!span_take(&rest, span_length(wanted), &front))
			return NULL;
		if (span_compare(front, wanted) == 0)
			return s.begin;
	} while (next(&s, &byte));
	return NULL;
}

bool span_row(struct table t, size_t i, struct span *row)
{
	size_t bytes, all;
	struct span rest, front;

	if (!bytes_for(t.columns, t.size, &bytes)
	    || !bytes_for(t.rows, bytes, &all))
		return false;
	if (i >= t.rows)
		return false;
	rest = span_of(t.base, all);
	for (; i > 0; i--)
		if (!span_take(&rest, bytes, &front))
			return false;
	return span_take(&rest, bytes, row);
}
