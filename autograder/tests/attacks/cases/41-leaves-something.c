/*
 * Leaves a file for whoever comes next.
 *
 * says: calls? (fopen|fclose)
 */
#include "start.h"
#include <stdio.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	FILE *file = fopen("/tmp/attack-41-was-here", "w");
	if (file)
		fclose(file);
	return 0;
}
