/* ARRAY_LEN stands wherever C asks for a constant. */
#include "layout.h"

enum { TRACKS = 3 };

extern const int plays[TRACKS];

static const size_t in_static_storage = ARRAY_LEN(plays);
struct album { int copy[ARRAY_LEN(plays)]; };
enum { COUNTED = ARRAY_LEN(plays) };

_Static_assert(sizeof(struct album) == TRACKS * sizeof(int), "3 elements");
_Static_assert(COUNTED == 3, "3 elements");

size_t uses_them(size_t choice);

size_t uses_them(size_t choice)
{
	switch (choice) {
	case ARRAY_LEN(plays):
		return COUNTED;
	default:
		return in_static_storage;
	}
}
