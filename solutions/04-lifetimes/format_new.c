/*
 * format_new.c - a line of text in a block of its own.
 */
#include "format.h"

#include <stdlib.h>

char *format_new(const struct piece *pieces, size_t count)
{
	/* student: begin
	 * // Your turn: how many bytes? Ask for them, check, and only then write.
	 * (void)pieces;
	 * (void)count;
	 * return NULL;
	 */
	size_t size = format_into(NULL, 0, pieces, count) + 1;
	char *line = malloc(size);

	if (line != NULL)
		format_into(line, size, pieces, count);
	return line;
	/* student: end */
}
