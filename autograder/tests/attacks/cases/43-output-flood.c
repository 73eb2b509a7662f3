/*
 * Prints without an end.
 *
 * slow: yes
 * says: does not end|ran out of time|too long|time
 */
#include "start.h"
#include <stdio.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	for (;;)
		puts("all work and no play");
	return 0;
}
