/* Must not compile: volatile, too, says something of a pointer, not of an array. */
#include "layout.h"

size_t count_letters(const char *volatile title);

size_t count_letters(const char *volatile title)
{
	return ARRAY_LEN(title);
}
