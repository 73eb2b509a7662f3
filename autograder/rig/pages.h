/*
 * pages.h - where an allocator gets its memory from, in these exercises.
 *
 * The page source hands out one arena, piece by piece, upward and without
 * gaps, and takes pieces back from its end: as sbrk does it in a real system.
 * Beside the arena there may be mappings: memory that lies elsewhere, each for
 * itself, as mmap gives it. They are for what is large.
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
 *                     arena can neither grow nor shrink. Mappings by mmap.
 *
 * WebAssembly's memory.grow has the same shape, counted in pages of 64 KiB,
 * can't shrink, and is all there is: there pages_shrink and pages_map say no.
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

/*
 * A mapping: the start of `bytes` new bytes outside the arena, all zero, aligned to
 * 16. For bytes the same holds as above; the system rounds them up to whole pages.
 * NULL when there is none to be had, and some sources never have one.
 * The memory is the caller's until pages_unmap, or pages_reset, takes it back.
 */
void *pages_map(size_t bytes);

/*
 * Makes a mapping of `bytes` bytes larger or smaller: it has `wanted` bytes then, and
 * perhaps another start, which is what it returns. What it had before is in front
 * still, as far as there is room; what is new is not specified. (The system only
 * tells the processor where the same memory is to be found now, and copies nothing.)
 * NULL, and nothing has changed, when it can't be done.
 */
void *pages_remap(void *mapping, size_t bytes, size_t wanted);

/*
 * Gives a whole mapping back, of the size that it has now. From now on nobody may
 * touch it. A start and a size that are no mapping's fail the test at once; on
 * other sources that is undefined behaviour.
 */
void pages_unmap(void *mapping, size_t bytes);

/* The arena is [pages_lo, pages_hi). Equal while nothing is handed out, and
 * both NULL before the first pages_grow. */
void *pages_lo(void);
void *pages_hi(void);

/* ---- for tests: only pages.c has these ---- */

/* Takes all memory back and starts an empty arena. It and the mappings together
 * have at most `limit` bytes, PAGES_LIMIT if there was no call of this. */
void pages_reset(size_t limit);
#define PAGES_LIMIT ((size_t)1 << 20)

/* The k-th call from now on of pages_grow, pages_map or pages_remap returns NULL;
 * 0: none does. */
void pages_fail_at(size_t k);
/* Until the next reset pages_shrink says no, as some sources always do. */
void pages_keep_all(void);
/* Until the next reset pages_map says no. */
void pages_map_none(void);

/* Calls of pages_grow, and of pages_shrink, since the last reset, failed ones
 * included. */
size_t pages_calls(void);
size_t pages_shrink_calls(void);
/* The same for pages_map, pages_remap and pages_unmap together. */
size_t pages_map_calls(void);
/* The bytes that mappings have at this moment, as they were asked for. */
size_t pages_mapped(void);
/* Do these bytes belong to one mapping? */
bool pages_are_mapped(const void *start, size_t bytes);

#endif
