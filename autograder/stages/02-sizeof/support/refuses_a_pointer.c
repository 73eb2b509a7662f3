/* Must not compile: how much lies behind a pointer, nobody knows. */
#include "layout.h"

size_t count_plays(int *plays);

size_t count_plays(int *plays)
{
	return ARRAY_LEN(plays);
}
