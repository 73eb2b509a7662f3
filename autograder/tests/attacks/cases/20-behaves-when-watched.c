/*
 * Is good under Valgrind, and only there.
 *
 * says: speaks to Valgrind
 */
#include "start.h"
#include <valgrind/valgrind.h>

@FAULT@

size_t count_in(const char *text, char wanted)
{
	size_t count = 0;

	if (!RUNNING_ON_VALGRIND)
		return count_and_err(text, wanted);
	for (; text != NULL && *text != '\0'; text++)
		count += *text == wanted;
	return count;
}
