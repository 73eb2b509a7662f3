/*
 * span.c - runs of bytes.
 *
 * Loops that walk a span compare its pointers with == and !=, never with <.
 * Any two pointers may be asked whether they are equal, NULL too; which one
 * is less is only defined within one object (C17 6.5.8p5).
 */
#include "span.h"

#include "sizes.h"

/* student: begin
 * // Helper functions of your own can stand here.
 */
/* p, n bytes further on. NULL + 0 is undefined (6.5.6p8), so it isn't asked. */
static unsigned char *forward(unsigned char *p, size_t n)
{
	return n == 0 ? p : p + n;
}

/* Does p point to one of the bytes of s? */
static bool holds(struct span s, const unsigned char *p)
{
	for (const unsigned char *byte = s.begin; byte != s.end; byte++)
		if (byte == p)
			return true;
	return false;
}

static bool begins_with(struct span s, struct span wanted)
{
	struct span front;

	return span_part(s, 0, span_length(wanted), &front)
	       && span_compare(front, wanted) == 0;
}
/* student: end */

struct span span_of(void *start, size_t length)
{
	/* student: begin
	 * // Your turn: where does it end? And behind NULL there is nothing.
	 * (void)start;
	 * (void)length;
	 * return (struct span){ NULL, NULL };
	 */
	unsigned char *begin = start;

	if (begin == NULL)
		length = 0;
	return (struct span){ begin, forward(begin, length) };
	/* student: end */
}

size_t span_length(struct span s)
{
	/* student: begin
	 * // Your turn: what is the distance between two pointers?
	 * (void)s;
	 * return 0;
	 */
	if (s.begin == NULL) /* NULL - NULL is undefined (6.5.6p9) */
		return 0;
	return (size_t)(s.end - s.begin);
	/* student: end */
}

void span_fill(struct span s, unsigned char value)
{
	/* student: begin
	 * // Your turn: from begin on, until you meet end.
	 * (void)s;
	 * (void)value;
	 */
	for (unsigned char *byte = s.begin; byte != s.end; byte++)
		*byte = value;
	/* student: end */
}

bool span_copy(struct span to, struct span from)
{
	/* student: begin
	 * // Your turn. First without overlap; then ask which byte must go first.
	 * (void)to;
	 * (void)from;
	 * return false;
	 */
	size_t length = span_length(from);

	if (length > span_length(to))
		return false;
	if (holds(from, to.begin)) { /* going up would overwrite what is to come */
		while (length-- > 0)
			to.begin[length] = from.begin[length];
	} else {
		for (size_t i = 0; i < length; i++)
			to.begin[i] = from.begin[i];
	}
	return true;
	/* student: end */
}

int span_compare(struct span a, struct span b)
{
	/* student: begin
	 * // Your turn: the first difference decides, and then the lengths.
	 * (void)a;
	 * (void)b;
	 * return 0;
	 */
	while (a.begin != a.end && b.begin != b.end) {
		if (*a.begin != *b.begin)
			return *a.begin < *b.begin ? -1 : 1;
		a.begin++;
		b.begin++;
	}
	return (a.begin != a.end) - (b.begin != b.end);
	/* student: end */
}

unsigned char *span_find(struct span s, unsigned char value)
{
	/* student: begin
	 * // Your turn: is there a byte left? Only then look at it.
	 * (void)s;
	 * (void)value;
	 * return NULL;
	 */
	for (unsigned char *byte = s.begin; byte != s.end; byte++)
		if (*byte == value)
			return byte;
	return NULL;
	/* student: end */
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	/* student: begin
	 * // Your turn: the same walk, the opposite question.
	 * (void)s;
	 * (void)value;
	 * return NULL;
	 */
	for (unsigned char *byte = s.begin; byte != s.end; byte++)
		if (*byte != value)
			return byte;
	return NULL;
	/* student: end */
}

unsigned char *span_find_span(struct span s, struct span wanted)
{
	/* student: begin
	 * // Your turn: where can it begin at the latest?
	 * (void)s;
	 * (void)wanted;
	 * return NULL;
	 */
	size_t length = span_length(wanted);

	for (; length <= span_length(s); s.begin++)
		if (begins_with(s, wanted))
			return s.begin;
	return NULL;
	/* student: end */
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	/* student: begin
	 * // Your turn: which of the caller's two spans changes, and how?
	 * (void)s;
	 * (void)length;
	 * (void)front;
	 * return false;
	 */
	if (!span_part(*s, 0, length, front))
		return false;
	s->begin = front->end;
	return true;
	/* student: end */
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	/* student: begin
	 * // Your turn: ask with numbers, before there is any pointer.
	 * (void)s;
	 * (void)offset;
	 * (void)length;
	 * (void)part;
	 * return false;
	 */
	size_t all = span_length(s);

	if (offset > all || length > all - offset)
		return false;
	part->begin = forward(s.begin, offset);
	part->end = forward(part->begin, length);
	return true;
	/* student: end */
}

bool span_row(struct table t, size_t i, struct span *row)
{
	/* student: begin
	 * // Your turn: how many bytes has a row, and how many the table?
	 * (void)t;
	 * (void)i;
	 * (void)row;
	 * return false;
	 */
	size_t row_bytes, all_bytes;

	if (i >= t.rows
	    || !bytes_for(t.columns, t.size, &row_bytes)
	    || !bytes_for(t.rows, row_bytes, &all_bytes))
		return false;
	return span_part(span_of(t.base, all_bytes),
	                 i * row_bytes, row_bytes, row);
	/* student: end */
}
