/*
 * filter.h - run a test program again, without what would only take time.
 */
#ifndef FILTER_H
#define FILTER_H

#include "base/args.h"
#include "pipeline/pipeline.h"

/*
 * Adds the option that leaves out the tests that ran out of time natively:
 * they have failed, and would run out of time again. None: adds nothing.
 */
void filter_timeouts(const struct grading *g, struct args *argv);

#endif
