/* Walks a pointer to the terminator and adds up what comparisons give. */
#include "start.h"

size_t count_in(const char *text, char wanted)
{
	size_t count = 0;

	while (text && *text)
		count += *text++ == wanted;
	return count;
}
