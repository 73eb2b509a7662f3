#include "later.c"
// run: tool=gdb; commands=kept.gdb
