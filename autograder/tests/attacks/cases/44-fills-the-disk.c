/*
 * Writes without an end.
 *
 * says: calls? (fopen|fclose)
 */
#include "start.h"
#include <stdio.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	FILE *file = fopen("/tmp/attack-44", "w");
	while (file && fputs("all work and no play makes Jack a dull boy\n", file) >= 0)
		;
	return 0;
}
