/*
 * memcheck.h - the test program once under Valgrind; errors by test.
 */
#ifndef MEMCHECK_H
#define MEMCHECK_H

#include "pipeline/pipeline.h"

/*
 * Runs g->program under Memcheck (its files go to job->scratch), adds a
 * finding for each cause and sets memory in every test's result.
 */
enum phase_status phase_memcheck(struct grading *g);

#endif
