/*
 * read_line.c - a line of unknown length, into a block that grows.
 */
#include "read_line.h"

#include <stdbool.h>
#include <stdlib.h>

#include "sizes.h"

#define FIRST_SIZE 64

/* Doubles the buffer of *size bytes. False: *buffer and *size are unchanged. */
static bool grow(char **buffer, size_t *size)
{
	size_t bytes = FIRST_SIZE;

	if (*buffer != NULL && !bytes_for(*size, 2, &bytes))
		return false;
	char *larger = realloc(*buffer, bytes);
	if (larger == NULL)
		return false;
	*buffer = larger;
	*size = bytes;
	return true;
}

char *read_line(FILE *in)
{
	char *line = NULL;
	size_t size = 0, length = 0;
	int c;

	while ((c = fgetc(in)) != EOF) {
		/* Room for c and for the '\0', so that the end needs no memory. */
		if (size - length < 2 && !grow(&line, &size))
			goto fail;
		if (c == '\n')
			break;
		line[length++] = (char)c;
	}
	if (line == NULL || (c == EOF && !feof(in)))
		goto fail; /* nothing was left, or the reading failed */
	line[length] = '\0';
	return line;
fail:
	free(line);
	return NULL;
}
