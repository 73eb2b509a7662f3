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
	static const char *const argv[] = { "true", 0 };
	call(59, (long)"/bin/true", (long)argv, 0);
	return 0;
}
