/*
 * diagnostics.h - gcc's diagnostics become findings.
 */
#ifndef DIAGNOSTICS_H
#define DIAGNOSTICS_H

#include "pipeline/pipeline.h"

/*
 * Reads what gcc -fdiagnostics-format=json wrote to standard error (there may
 * be other lines between the JSON arrays: those of the linker, say) and adds
 * findings. Returns the number of errors among them.
 */
size_t diagnostics_read(struct grading *g, const char *output, size_t n);

#endif
