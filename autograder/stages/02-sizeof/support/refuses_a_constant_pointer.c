/* Must not compile: a pointer that may not change is a pointer still. */
#include "layout.h"

size_t count_letters(const char *const title);

size_t count_letters(const char *const title)
{
	return ARRAY_LEN(title);
}
