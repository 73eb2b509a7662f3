/*
 * Is small, and becomes a gigabyte.
 *
 * says: too much time or|too large|memory
 */
#include "start.h"
char a[1 << 30] = { 1 };

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
