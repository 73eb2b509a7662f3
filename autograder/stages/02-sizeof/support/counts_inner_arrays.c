/* The array may be any expression: a member, or what a pointer points to. */
#include "layout.h"

struct album { int seconds[12]; char title[40]; };

size_t count_them(struct album *album, int (*row)[4]);

size_t count_them(struct album *album, int (*row)[4])
{
	_Static_assert(ARRAY_LEN(album->seconds) == 12, "a member of 12");
	_Static_assert(ARRAY_LEN((*album).title) == 40, "a member of 40");
	_Static_assert(ARRAY_LEN(*row) == 4, "what row points to has 4");
	_Static_assert(ARRAY_LEN((album + 1)->seconds) == 12, "a member of 12");
	return ARRAY_LEN(album->seconds) + ARRAY_LEN(*row);
}
