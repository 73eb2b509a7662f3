#include "class/outputs.h"
bool outputs_report(struct class *c, struct text *problem) { (void)c; (void)problem; return true; }
