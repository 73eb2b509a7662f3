/*
 * Differs: pointers become numbers at once, and everything else counts.
 * span_copy has one loop, whose index counts from the front or the back; which
 * of the two is decided by comparing addresses as numbers (uintptr_t),
 * with <. span_compare and span_find_span share one count of equal bytes.
 */
#include "span.h"

#include <stdint.h>

#include "sizes.h"

/* How many bytes at the beginning of both are equal. */
static size_t equal_bytes(struct span a, struct span b)
{
	size_t n = 0;

	while (n < span_length(a) && n < span_length(b)
	       && a.begin[n] == b.begin[n])
		n++;
	return n;
}

static unsigned char *at(struct span s, size_t i)
{
	return i == 0 ? s.begin : s.begin + i;
}

struct span span_of(void *start, size_t length)
{
	unsigned char *p = (unsigned char *)start;

	return p == NULL || length == 0 ? (struct span){ p, p }
	                                : (struct span){ p, p + length };
}

size_t span_length(struct span s)
{
	return (uintptr_t)s.end - (uintptr_t)s.begin;
}

void span_fill(struct span s, unsigned char value)
{
	for (size_t n = span_length(s); n > 0; n--)
		s.begin[n - 1] = value;
}

bool span_copy(struct span to, struct span from)
{
	size_t n = span_length(from);

	if (n > span_length(to))
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t k = (uintptr_t)from.begin < (uintptr_t)to.begin
		           ? n - 1 - i : i;

		to.begin[k] = from.begin[k];
	}
	return true;
}

int span_compare(struct span a, struct span b)
{
	size_t n = equal_bytes(a, b);

	if (n == span_length(a) && n == span_length(b))
		return 0;
	if (n == span_length(a) || n == span_length(b))
		return n == span_length(a) ? -1 : 1;
	return a.begin[n] < b.begin[n] ? -1 : 1;
}

unsigned char *span_find(struct span s, unsigned char value)
{
	for (size_t i = 0; i < span_length(s); i++)
		if (s.begin[i] == value)
			return at(s, i);
	return NULL;
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	for (size_t i = 0; i < span_length(s); i++)
		if (s.begin[i] != value)
			return at(s, i);
	return NULL;
}

unsigned char *span_find_span(struct span s, struct span wanted)
{
	unsigned char *found = NULL;

	/* from the back, so that the first place comes last */
	for (size_t i = span_length(s) + 1; i-- > 0;) {
		struct span rest = { at(s, i), s.end };

		if (equal_bytes(rest, wanted) == span_length(wanted))
			found = rest.begin;
	}
	return found;
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	if (!span_part(*s, 0, length, front))
		return false;
	*s = (struct span){ front->end, s->end };
	return true;
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	if (length > span_length(s) || offset > span_length(s) - length)
		return false;
	*part = span_of(at(s, offset), length);
	return true;
}

bool span_row(struct table t, size_t i, struct span *row)
{
	size_t bytes, all;

	return bytes_for(t.columns, t.size, &bytes)
	       && bytes_for(t.rows, bytes, &all)
	       && i < t.rows
	       && span_part(span_of(t.base, all), i * bytes, bytes, row);
}
