/*
 * filter.h - run a test program again, but not all of its tests.
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
/* Adds the option that leaves only these tests: "suite/test", at least one. */
void filter_only(const text_list *names, struct args *argv);

#endif
