/*
 * traces.h - the submission's heap under what real programs asked for.
 *
 * rig/trace_driver.c plays recorded and generated traces: once watched, which tells
 * whether the heap did right and how much memory it held; once timed beside
 * malloc of the C library, for the curious; and once under Callgrind, which counts
 * instructions. Counts and bytes are the same on every run, so they earn points;
 * times are not, and earn none.
 */
#ifndef TRACES_H
#define TRACES_H

#include "pipeline/pipeline.h"

/* Fills result->traces. Adds no finding: it runs beside Memcheck. */
enum phase_status phase_traces(struct grading *g);
/* Reads what the player of traces told, a JSON object a line; counting: while
   Callgrind counted. */
void traces_read(struct grading *g, const char *lines, bool counting);
/* Turns what was learned into findings; after Memcheck. */
void traces_explain(struct grading *g);

/*
 * Which share of its points a trace earns (0 to 1). Utilisation: all from what
 * the manifest asks on, none at half of it. Instructions: all up to what the
 * manifest asks, none at TRACES_SLOWEST times as many, and as much of the points
 * for each doubling in between. Nothing where the play was not right.
 */
#define TRACES_SLOWEST 16.0
double trace_share(const struct trace_result *t);

#endif
