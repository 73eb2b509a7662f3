/*
 * Differs: the line is a vector of characters, built with the submission's
 * own vec_push, and its block is handed over to the caller at the end.
 */
#include "read_line.h"

#include "vec.h"

char *read_line(FILE *in)
{
	struct vec line;
	bool ok;
	int c;

	vec_init(&line, 1);
	do {
		c = fgetc(in);
		char byte = (char)c;
		/* The '\0' gets its room before the next byte is asked for. */
		ok = c == EOF || (vec_reserve(&line, 8) &&
		                  (line.count + 2 <= line.capacity ||
		                   vec_reserve(&line, line.capacity * 2)) &&
		                  (c == '\n' || vec_push(&line, &byte)));
	} while (ok && c != EOF && c != '\n');
	if (!ok || (c == EOF && (line.count == 0 || !feof(in)))) {
		vec_free(&line);
		return NULL;
	}
	(void)vec_push(&line, ""); /* its room is there */
	return line.items;
}
