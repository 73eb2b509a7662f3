/*
 * What all the others are compared with: nothing is counted, and nothing is tried.
 *
 * says: tests? fail
 */
#include "start.h"

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
