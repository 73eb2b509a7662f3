#include "unset.c"
// run: expect=valgrind:UninitCondition
