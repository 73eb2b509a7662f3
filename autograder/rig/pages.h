/*
 * pages.h - where an allocator gets its memory from, in these exercises.
 *
 * pages_grow hands out one arena, piece by piece, upward and without gaps, as
 * sbrk does in a real system. Before and behind the arena lies memory that
 * nobody may touch: natively the page behind the last one handed out crashes
 * the program; under Memcheck each byte behind the last is off limits.
 */
#ifndef PAGES_H
#define PAGES_H

#include <stddef.h>

/*
 * The start of `bytes` new bytes, all zero, aligned to 16, which follow the
 * bytes of the call before without a gap. NULL when there are no more.
 * bytes must be a multiple of 16 and not 0: otherwise the test fails at once.
 * The memory is the arena's until pages_reset.
 */
void *pages_grow(size_t bytes);

/* ---- for tests ---- */

/* Takes all memory back and starts an empty arena of at most `limit` bytes.
 * Without it the first pages_grow starts one of PAGES_LIMIT bytes. */
void pages_reset(size_t limit);
#define PAGES_LIMIT ((size_t)1 << 20)

/* The k-th call of pages_grow from now on returns NULL; 0: none does. */
void pages_fail_at(size_t k);

/* The arena is [pages_lo, pages_hi). Equal while nothing is handed out. */
void *pages_lo(void);
void *pages_hi(void);
/* Calls of pages_grow since the last reset, failed ones included. */
size_t pages_calls(void);

#endif
