#include "later.c"
// run: tool=gdb; commands=session.gdb
