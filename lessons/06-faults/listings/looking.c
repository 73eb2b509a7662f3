#include "later.c"
// run: tool=gdb; commands=looking.gdb
