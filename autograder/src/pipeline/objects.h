/*
 * objects.h - the submission's objects, between the phases that make and
 * use them.
 */
#ifndef OBJECTS_H
#define OBJECTS_H

#include "base/args.h"
#include "pipeline/pipeline.h"

/* scratch/folder/vec.o for vec.c; the caller frees it. */
char *object_path(const struct grading *g, const char *folder,
                  const char *file);

/*
 * Compiles a submitted file to scratch/folder/NAME.o by the relative name
 * submission/NAME. more: further flags. The caller releases outcome.
 */
bool compile_submitted(const struct grading *g, const char *file,
                       const char *folder, const char *more,
                       struct proc_outcome *outcome);

/* Appends the objects of the submission's code in scratch/folder. */
void submitted_objects(const struct grading *g, const char *folder,
                       struct args *objects);

/*
 * Compiles the submission with gcov's counters and links it with the tests:
 * sets g->coverage_program and g->coverage_folder. False when a tool failed
 * (the phase's note says so). For the thread beside Memcheck.
 */
bool build_coverage(struct grading *g);

#endif
