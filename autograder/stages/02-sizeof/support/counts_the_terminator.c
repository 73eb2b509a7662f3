/* A string's array has one element more than the string has letters. */
#include "layout.h"

const char title[] = "Blue";

_Static_assert(ARRAY_LEN(title) == 5, "\"Blue\" is an array of 5 char");
_Static_assert(ARRAY_LEN("abc") == 4, "\"abc\" is an array of 4 char");
