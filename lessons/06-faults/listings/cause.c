#include "later.c"
// run: tool=gdb; commands=cause.gdb
