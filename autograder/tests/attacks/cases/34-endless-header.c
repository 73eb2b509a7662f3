/*
 * Includes a file without an end.
 *
 * says: took too much time or|memory
 */
#include "start.h"
#include "/dev/zero"

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
