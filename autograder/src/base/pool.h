/*
 * pool.h - do several things at once, a few at a time.
 */
#ifndef POOL_H
#define POOL_H

#include <stddef.h>

/* Cores that this process may use; at least 1. */
size_t pool_width(void);

typedef void pool_work(void *context, size_t i);

/*
 * Calls work(context, i) for each i below count, at most width at a time, in
 * order of i; returns when all are done. width 0 means pool_width().
 */
void pool_run(size_t count, size_t width, pool_work *work, void *context);

#endif
