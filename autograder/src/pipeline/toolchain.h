/*
 * toolchain.h - versions of the tools that the grader runs.
 */
#ifndef TOOLCHAIN_H
#define TOOLCHAIN_H

#include "base/text.h"
#include "stage/stage.h"

/*
 * Appends "gcc 12.2.0, valgrind 3.19.0, gcovr 5.2", without those that are
 * not installed. Asking gcovr costs more than grading a small stage, so the
 * answer is kept in course->build until one of the programs changes.
 */
void toolchain_versions(const struct course *course, struct text *versions);

#endif
