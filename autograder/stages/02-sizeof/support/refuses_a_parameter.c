/* Must not compile: a parameter written as an array is a pointer. */
#include "layout.h"

size_t count_plays(int plays[10]);

size_t count_plays(int plays[10])
{
	return ARRAY_LEN(plays);
}
