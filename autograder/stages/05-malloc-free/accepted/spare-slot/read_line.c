/*
 * Differs: reads with fread, one byte at a time, and keeps the '\0' in place
 * after every byte, so that the line is a string at any moment.
 */
#include "read_line.h"

#include <stdlib.h>
#include <string.h>

char *read_line(FILE *in)
{
	char *line = NULL;
	size_t room = 0, length = 0;
	char c;

	while (fread(&c, 1, 1, in) == 1) {
		if (length + 1 >= room) {
			char *more = realloc(line, room + room / 2 + 32);
			if (more == NULL) {
				free(line);
				return NULL;
			}
			line = more;
			room += room / 2 + 32;
		}
		line[length] = '\0';
		if (c == '\n')
			return line;
		line[length++] = c;
		line[length] = '\0';
	}
	if (ferror(in) && !feof(in)) {
		free(line);
		line = NULL;
	}
	return line;
}
