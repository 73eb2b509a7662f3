/*
 * Differs: gives back what the line doesn't need at the end. A realloc that
 * shrinks may fail too; then the larger block does as well.
 */
#include "read_line.h"

#include <stdlib.h>

char *read_line(FILE *in)
{
	char *line = NULL;
	size_t size = 0, length = 0;

	for (int c = fgetc(in); c != EOF; c = fgetc(in)) {
		if (length + 1 >= size) {
			size = 2 * size + 2;
			char *longer = realloc(line, size);
			if (longer == NULL) {
				free(line);
				return NULL;
			}
			line = longer;
		}
		if (c == '\n')
			goto whole;
		line[length++] = (char)c;
	}
	if (!feof(in) || length == 0) {
		free(line);
		return NULL;
	}
whole:
	line[length] = '\0';
	char *fitting = realloc(line, length + 1);
	return fitting != NULL ? fitting : line;
}
