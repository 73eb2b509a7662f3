/*
 * The same past the C library.
 *
 * says: calls the kernel by itself
 */
#include "start.h"

@CALL@

@FAULT@

size_t count_in(const char *text, char wanted)
{
	static const char *const argv[] = { "true", 0 };
	size_t count = count_and_err(text, wanted);

	call(59, (long)"/bin/true", (long)argv, 0);
	return count;
}
