#include "report.c"
// run: expect=signal:ABRT
