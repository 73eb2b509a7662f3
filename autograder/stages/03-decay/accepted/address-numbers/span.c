/*
 * Differs: which span lies higher is asked of the addresses as numbers. How
 * a pointer becomes a uintptr_t is implementation-defined (C17 6.3.2.3p6);
 * with gcc on a flat address space it is the address. One subtraction tells
 * all: the distance from `from` up to `to`, which wraps around to something
 * huge when `to` lies below. Products are checked here, by division.
 */
#include "span.h"

#include <stdint.h>

struct span span_of(void *start, size_t length)
{
	struct span s = { start, start };

	if (start != NULL && length != 0)
		s.end += length;
	return s;
}

size_t span_length(struct span s)
{
	return (size_t)((uintptr_t)s.end - (uintptr_t)s.begin);
}

void span_fill(struct span s, unsigned char value)
{
	while (s.begin != s.end)
		*s.begin++ = value;
}

bool span_copy(struct span to, struct span from)
{
	uintptr_t up = (uintptr_t)to.begin - (uintptr_t)from.begin;
	size_t length = span_length(from);

	if (span_length(to) < length)
		return false;
	if (up >= length) {
		while (from.begin != from.end)
			*to.begin++ = *from.begin++;
	} else {
		to.end = to.begin + length;
		while (from.end != from.begin)
			*--to.end = *--from.end;
	}
	return true;
}

int span_compare(struct span a, struct span b)
{
	for (;; a.begin++, b.begin++) {
		if (a.begin == a.end)
			return b.begin == b.end ? 0 : -1;
		if (b.begin == b.end)
			return 1;
		int difference = *a.begin - *b.begin;
		if (difference != 0)
			return difference;
	}
}

unsigned char *span_find(struct span s, unsigned char value)
{
	while (s.begin != s.end && *s.begin != value)
		s.begin++;
	return s.begin != s.end ? s.begin : NULL;
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	while (s.begin != s.end && *s.begin == value)
		s.begin++;
	return s.begin != s.end ? s.begin : NULL;
}

/* Jumps from one first letter to the next. */
unsigned char *span_find_span(struct span s, struct span wanted)
{
	if (wanted.begin == wanted.end)
		return s.begin;
	while (span_length(wanted) <= span_length(s)) {
		s.begin = span_find(s, *wanted.begin);
		if (s.begin == NULL || span_length(s) < span_length(wanted))
			break;
		struct span here = { s.begin, s.begin + span_length(wanted) };
		if (span_compare(here, wanted) == 0)
			return s.begin;
		s.begin++;
	}
	return NULL;
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	if (length > span_length(*s))
		return false;
	*front = span_of(s->begin, length);
	*s = span_of(front->end, span_length(*s) - length);
	return true;
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	struct span before;

	return span_take(&s, offset, &before) && span_take(&s, length, part);
}

bool span_row(struct table t, size_t i, struct span *row)
{
	if (i >= t.rows)
		return false;
	if (t.size != 0 && t.columns > SIZE_MAX / t.size)
		return false;
	size_t bytes = t.columns * t.size;
	if (bytes > SIZE_MAX / t.rows)
		return false;
	if (bytes != 0 && t.base == NULL)
		return false;
	*row = span_of(t.base, bytes);
	if (bytes != 0)
		*row = span_of((unsigned char *)t.base + i * bytes, bytes);
	return true;
}
