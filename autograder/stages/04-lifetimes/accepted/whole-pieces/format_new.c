/*
 * Differs: guesses first, and lets the block grow when the guess was too
 * small.
 */
#include "format.h"

#include <stdlib.h>

char *format_new(const struct piece *pieces, size_t count)
{
	size_t size = 64;
	char *line = malloc(size);

	if (line == NULL)
		return NULL;
	size_t length = format_into(line, size, pieces, count);
	if (length < size)
		return line;
	char *longer = realloc(line, length + 1);
	if (longer == NULL) {
		free(line);
		return NULL;
	}
	format_into(longer, length + 1, pieces, count);
	return longer;
}
