/*
 * Halves the text until one letter is left: the depth is the logarithm of
 * the length, so even a long text does not exhaust the stack.
 */
#include "start.h"

#include <string.h>

static size_t count_between(const char *from, const char *to, char wanted)
{
	const char *middle = from + (to - from) / 2;

	if (from == to)
		return 0;
	if (to - from == 1)
		return *from == wanted;
	return count_between(from, middle, wanted)
	     + count_between(middle, to, wanted);
}

size_t count_in(const char *text, char wanted)
{
	return text ? count_between(text, text + strlen(text), wanted) : 0;
}
