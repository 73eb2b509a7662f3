/* A macro is pasted into what surrounds it, and must survive that. */
#include "layout.h"

extern int plays[25];

_Static_assert(100 / ARRAY_LEN(plays) == 4, "100 / 25 is 4");
_Static_assert(2 * ARRAY_LEN(plays) - 1 == 49, "2 * 25 - 1 is 49");
_Static_assert(ARRAY_LEN(plays) * 2 == 50, "25 * 2 is 50");
_Static_assert(-1 + ARRAY_LEN(plays) == 24, "-1 + 25 is 24");
_Static_assert((ARRAY_LEN(plays) == 25) == 1, "25 == 25 holds");
_Static_assert(_Generic(ARRAY_LEN(plays), size_t: 1, default: 0),
               "its type is size_t");
