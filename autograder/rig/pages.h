/*
 * pages.h - where an allocator gets its memory from, in these exercises.
 *
 * The page source hands out one arena, piece by piece, upward and without
 * gaps, and takes pieces back from its end: as sbrk does it in a real system.
 * An allocator that asks nobody else runs unchanged on each of these:
 *
 *     pages.c         in tests. Before and behind the arena lies memory that
 *                     nobody may touch: natively the page behind the last one
 *                     handed out crashes the program; under Memcheck each byte
 *                     behind the last is off limits.
 *     pages_system.c  in real programs: a reserved range of addresses, opened
 *                     piece by piece. It has the addresses to itself.
 *     pages_sbrk.c    by sbrk, as old as Unix. The program break belongs to
 *                     the whole process: when somebody else has moved it, the
 *                     arena can neither grow nor shrink.
 *
 * WebAssembly's memory.grow has the same shape, counted in pages of 64 KiB,
 * and can't shrink: there pages_shrink says no.
 *
 * One thread at a time may call these. Sizes are in bytes.
 */
#ifndef PAGES_H
#define PAGES_H

#include <stdbool.h>
#include <stddef.h>

/* ---- for allocators ---- */

/*
 * The start of `bytes` new bytes, all zero, aligned to 16, which follow the
 * arena's last byte without a gap. NULL when there are no more; then nothing
 * has changed. bytes must be a multiple of 16 and not 0: otherwise the test
 * fails at once, and a program that is no test aborts.
 * The memory is the arena's until pages_shrink, or pages_reset, takes it back.
 */
void *pages_grow(size_t bytes);

/*
 * Gives the last `bytes` bytes of the arena back. From now on nobody may touch
 * them; what grows there again is zero. False, and nothing has changed, when
 * the arena has fewer, or when they can't be given back. For bytes the same
 * holds as above.
 */
bool pages_shrink(size_t bytes);

/* The arena is [pages_lo, pages_hi). Equal while nothing is handed out, and
 * both NULL before the first pages_grow. */
void *pages_lo(void);
void *pages_hi(void);

/* ---- for tests: only pages.c has these ---- */

/* Takes all memory back and starts an empty arena of at most `limit` bytes.
 * Without it the first pages_grow starts one of PAGES_LIMIT bytes. */
void pages_reset(size_t limit);
#define PAGES_LIMIT ((size_t)1 << 20)

/* The k-th call of pages_grow from now on returns NULL; 0: none does. */
void pages_fail_at(size_t k);
/* Until the next reset pages_shrink says no, as some sources always do. */
void pages_keep_all(void);

/* Calls of pages_grow, and of pages_shrink, since the last reset, failed ones
 * included. */
size_t pages_calls(void);
size_t pages_shrink_calls(void);

#endif
