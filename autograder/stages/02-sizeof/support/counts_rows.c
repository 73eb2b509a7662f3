/* The elements of a table are its rows. */
#include "layout.h"

extern int table[3][4];

_Static_assert(ARRAY_LEN(table) == 3, "int [3][4] has 3 rows");
_Static_assert(ARRAY_LEN(table[0]) == 4, "each row has 4 elements");
