/*
 * coverage.h - lines and branches of the submission that the tests reached.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "pipeline/pipeline.h"

/*
 * Runs g->coverage_program natively, then gcovr over g->coverage_folder, and
 * fills result->coverage. Touches nothing else in the result: it runs in a
 * thread beside Memcheck.
 */
enum phase_status phase_coverage(struct grading *g);

/*
 * Fills result->coverage from gcovr's JSON (versions 5 to 8), which may have
 * other lines before it. False when it tells of no file.
 */
bool coverage_read(struct grading *g, const char *output);

/*
 * Runs program, the student's own tests on their own code with counters, and
 * fills result->own.coverage by gcov; not known when gcov fails.
 */
void coverage_of_own_tests(struct grading *g, const char *program);

#endif
