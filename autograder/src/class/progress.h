/*
 * progress.h - one line that says how far many things are, and how long it may take.
 */
#ifndef CLASS_PROGRESS_H
#define CLASS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	size_t count, done;
	double start, shown;       /* seconds of the clock                     */
	bool terminal, on;
};

/* On standard error: a bar that moves on a terminal, elsewhere a line now and then. */
void progress_start(struct progress *p, size_t count, bool on);
/* One more is done; of all that are, bad went wrong. */
void progress_step(struct progress *p, size_t bad);
void progress_end(struct progress *p);

#endif
