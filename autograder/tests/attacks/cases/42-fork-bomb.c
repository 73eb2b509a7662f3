/*
 * Has children that have children.
 *
 * says: calls? fork
 */
#include "start.h"
#include <unistd.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	for (;;)
		fork();
	return 0;
}
