/*
 * Includes the solution, and the list of users, to see them among the errors.
 *
 * says: No such file
 */
#include "start.h"
#include "@COURSE@/solutions/00-start/start.c"
#include "/etc/shadow"

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
