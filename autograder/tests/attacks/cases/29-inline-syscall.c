/*
 * Calls the kernel by itself.
 *
 * says: calls the kernel by itself
 */
#include "start.h"

@CALL@

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	call(60, 0, 0, 0);
	return 0;
}
