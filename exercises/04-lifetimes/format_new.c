/*
 * format_new.c - a line of text in a block of its own.
 */
#include "format.h"

#include <stdlib.h>

char *format_new(const struct piece *pieces, size_t count)
{
	// Your turn: how many bytes? Ask for them, check, and only then write.
	(void)pieces;
	(void)count;
	return NULL;
}
