/*
 * Asks Memcheck to report nothing.
 *
 * says: speaks to Valgrind
 */
#include "start.h"
#include <valgrind/valgrind.h>

@FAULT@

size_t count_in(const char *text, char wanted)
{
	VALGRIND_DISABLE_ERROR_REPORTING;
	return count_and_err(text, wanted);
}
