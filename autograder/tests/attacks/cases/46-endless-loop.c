/*
 * Never ends.
 *
 * slow: yes
 * says: does not end|ran out of time|too long|time
 */
#include "start.h"

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	for (volatile unsigned i = 0;; i++)
		;
	return 0;
}
