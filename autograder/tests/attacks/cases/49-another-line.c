/*
 * Says that its lines are those of another file.
 *
 * says: tests? fail
 */
#include "start.h"
#line 1 "/dev/null"

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
