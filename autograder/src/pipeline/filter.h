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
void filter_only(const char *const names[], size_t count, struct args *argv);
/* The same for the tests that the job asks for; adds nothing when it asks for all. */
void filter_job(const struct job *job, struct args *argv);
/* Is this a test that the job asks for? */
bool filter_asks_for(const struct job *job, const char *name);

#endif
