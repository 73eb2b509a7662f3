/* ARRAY_LEN counts elements of any size, constant ones too. */
#include "layout.h"

struct track { double seconds; char title[32]; };

extern int plays[10];
extern char letters[7];
extern struct track album[5];
extern char *titles[4];
extern const double prices[3];
extern int *const *const fixed[2];
extern void (*handlers[6])(void);
/* As large as a pointer, and arrays all the same. */
extern char eight[8];
extern int two[2];
extern char *only[1];

_Static_assert(ARRAY_LEN(plays) == 10, "int [10] has 10 elements");
_Static_assert(ARRAY_LEN(letters) == 7, "char [7] has 7 elements");
_Static_assert(ARRAY_LEN(album) == 5, "an array of 5 structs has 5 elements");
_Static_assert(ARRAY_LEN(titles) == 4, "an array of 4 pointers has 4 elements");
_Static_assert(ARRAY_LEN(prices) == 3, "const double [3] has 3 elements");
_Static_assert(ARRAY_LEN(fixed) == 2, "an array of 2 pointers has 2 elements");
_Static_assert(ARRAY_LEN(handlers) == 6, "an array of 6 function pointers");
_Static_assert(ARRAY_LEN(eight) == 8, "char [8] has 8 elements");
_Static_assert(ARRAY_LEN(two) == 2, "int [2] has 2 elements");
_Static_assert(ARRAY_LEN(only) == 1, "an array of 1 pointer has 1 element");
