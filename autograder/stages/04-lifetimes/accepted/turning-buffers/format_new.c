/* Differs: a line that is short is made in a local buffer, and copied. */
#include "format.h"

#include <stdlib.h>
#include <string.h>

char *format_new(const struct piece *pieces, size_t count)
{
	char local[100];
	size_t bytes = format_into(local, sizeof local, pieces, count) + 1;
	char *line = calloc(bytes, 1);

	if (!line)
		return NULL;
	if (bytes <= sizeof local)
		memcpy(line, local, bytes);
	else
		format_into(line, bytes, pieces, count);
	return line;
}
