/*
 * The same past the C library.
 *
 * says: calls the kernel by itself
 */
#include "start.h"

@CALL@

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	call(231, 0, 0, 0);
	return 0;
}
