/*
 * native.h - what a test program's events say about the tests.
 */
#ifndef NATIVE_H
#define NATIVE_H

#include "pipeline/pipeline.h"

/*
 * Gives each test of the manifest its status by g->events, and explains what
 * failed. output is what the program wrote to standard error. Other than PHASE_OK:
 * course and program don't fit each other, see grading_broken.
 */
enum phase_status native_read(struct grading *g, const char *output);

#endif
