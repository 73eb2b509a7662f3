/*
 * span.c - runs of bytes.
 *
 * Loops that walk a span compare its pointers with == and !=, never with <.
 * Any two pointers may be asked whether they are equal, NULL too; which one
 * is less is only defined within one object (C17 6.5.8p5).
 */
#include "span.h"

#include "sizes.h"

// Helper functions of your own can stand here.

struct span span_of(void *start, size_t length)
{
	// Your turn: where does it end? And behind NULL there is nothing.
	(void)start;
	(void)length;
	return (struct span){ NULL, NULL };
}

size_t span_length(struct span s)
{
	// Your turn: what is the distance between two pointers?
	(void)s;
	return 0;
}

void span_fill(struct span s, unsigned char value)
{
	// Your turn: from begin on, until you meet end.
	(void)s;
	(void)value;
}

bool span_copy(struct span to, struct span from)
{
	// Your turn. First without overlap; then ask which byte must go first.
	(void)to;
	(void)from;
	return false;
}

int span_compare(struct span a, struct span b)
{
	// Your turn: the first difference decides, and then the lengths.
	(void)a;
	(void)b;
	return 0;
}

unsigned char *span_find(struct span s, unsigned char value)
{
	// Your turn: is there a byte left? Only then look at it.
	(void)s;
	(void)value;
	return NULL;
}

unsigned char *span_find_other(struct span s, unsigned char value)
{
	// Your turn: the same walk, the opposite question.
	(void)s;
	(void)value;
	return NULL;
}

unsigned char *span_find_span(struct span s, struct span wanted)
{
	// Your turn: where can it begin at the latest?
	(void)s;
	(void)wanted;
	return NULL;
}

bool span_take(struct span *s, size_t length, struct span *front)
{
	// Your turn: which of the caller's two spans changes, and how?
	(void)s;
	(void)length;
	(void)front;
	return false;
}

bool span_part(struct span s, size_t offset, size_t length,
               struct span *part)
{
	// Your turn: ask with numbers, before there is any pointer.
	(void)s;
	(void)offset;
	(void)length;
	(void)part;
	return false;
}

bool span_row(struct table t, size_t i, struct span *row)
{
	// Your turn: how many bytes has a row, and how many the table?
	(void)t;
	(void)i;
	(void)row;
	return false;
}
