/*
 * Differs: reads with fgets. To learn how far fgets came, even when the line
 * has '\0' bytes in it, the buffer is filled with '\n' beforehand: the first
 * '\n' afterwards is the line's own exactly when a '\0' comes behind it.
 */
#include "read_line.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * Reads into the n bytes at part. Adds what came, without the '\n', to
 * *length; true when the line, or the file, is at its end.
 */
static bool read_part(FILE *in, char *part, int n, size_t *length)
{
	memset(part, '\n', (size_t)n);
	if (fgets(part, n, in) == NULL) {
		part[0] = '\0'; /* fgets may leave anything here after an error */
		return true;
	}
	char *newline = memchr(part, '\n', (size_t)n);
	if (newline == NULL) {
		*length += (size_t)n - 1;
		return false;
	}
	bool own = newline < part + n - 1 && newline[1] == '\0';
	if (!own)
		newline--; /* the '\0' of fgets stands before our filling */
	*newline = '\0';
	*length += (size_t)(newline - part);
	return true;
}

static int part_size(size_t left)
{
	return left > INT_MAX ? INT_MAX : (int)left;
}

char *read_line(FILE *in)
{
	size_t size = 100, length = 0;
	char *line = malloc(size);

	/* Look whether there is anything, so that "" and the end differ. */
	int first = line != NULL ? fgetc(in) : EOF;
	if (first == EOF) {
		free(line);
		return NULL;
	}
	ungetc(first, in);
	while (!read_part(in, line + length, part_size(size - length), &length)) {
		char *longer = size * 2 > size ? realloc(line, size * 2) : NULL;
		if (longer == NULL) {
			free(line);
			return NULL;
		}
		line = longer;
		size *= 2;
	}
	if (ferror(in)) {
		free(line);
		return NULL;
	}
	return line;
}
