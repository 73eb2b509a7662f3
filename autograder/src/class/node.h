/*
 * node.h - is another machine a grader as this one is?
 *
 * `class graders` says there what it is: lines "cores N", "tools VERSIONS", "sandbox ok"
 * or "sandbox" and what is wrong with it, and for each stage its name and that of its
 * grader (grader.h). Grades don't depend on where something was graded only if these are
 * the same, so whoever is to help is asked first.
 */
#ifndef CLASS_NODE_H
#define CLASS_NODE_H

#include "class/engine.h"

/* What a machine has to say so that it can grade the jobs, a line each. */
void node_expected(const struct engine_job jobs[], size_t count, struct text *t);

/*
 * Does what a machine said hold all of that? said: lines, perhaps none. False with a
 * sentence or two, "its grader for 00-start is another ...". cores is what it has, or 1.
 */
bool node_judge(const struct course *course, const char *said,
                const struct engine_job jobs[], size_t count, size_t *cores,
                struct text *problem);

#endif
