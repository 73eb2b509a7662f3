#include "read_line.h"

#include <stdlib.h>

char *read_line(FILE *in)
{
	size_t size = 16, length = 0;
	char *line = malloc(size);
	int c;

	if (line == NULL)
		return NULL;
	while ((c = fgetc(in)) != EOF && c != '\n') {
		if (length == size) {
			size *= 2;
			line = realloc(line, size);
			if (line == NULL)
				return NULL;
		}
		line[length++] = c;
	}
	if (c == EOF && length == 0)
		return NULL;
	line[length] = '\0';
	return line;
}
