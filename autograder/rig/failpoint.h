/*
 * failpoint.h - make the student's allocations fail, one by one.
 *
 * Only the student's object is concerned: its allocation calls are renamed
 * after compiling, by
 *
 *     objcopy --redefine-syms=failpoint.syms student.o
 *
 * which turns malloc into rig_malloc and so on. (ld's --wrap would rename
 * them in the whole program, and Criterion would run out of memory first.)
 * The rig_* functions call the real ones, so Memcheck sees every block, with
 * one frame named rig_* between malloc and the student's line. A test file
 * that includes this header has its own calls of free and realloc recorded
 * too, because tests release what the student's code hands them. Without
 * objcopy everything still links and nothing ever fails.
 *
 * Calls that allocate are counted from 1: malloc, calloc, realloc (but not of
 * a block to 0 bytes, which frees it), reallocarray (likewise; and not when
 * its product overflows, which asks for nothing), aligned_alloc,
 * posix_memalign, strdup, strndup. A call that is made to fail returns NULL
 * (posix_memalign: ENOMEM) with errno set to ENOMEM, and releases nothing. Not
 * for threads.
 */
#ifndef FAILPOINT_H
#define FAILPOINT_H

#include <stddef.h>
#include <stdlib.h>

/* From now on the k-th allocation fails, once; k counts from 1. */
void fail_at(size_t k);
/* From now on the k-th allocation fails and so do all after it. */
void fail_from(size_t k);
/* No allocation fails any more. All three also start the count anew. */
void fail_never(void);

/* Allocations asked for since the count was started, failed ones included. */
size_t alloc_calls(void);
/* How many of them were made to fail. */
size_t alloc_failed(void);
/* Blocks that the student's code obtained and nobody has freed yet. */
size_t alloc_live(void);
/* Their sizes as asked for, added up. */
size_t alloc_live_bytes(void);

/*
 * Calls fn(context) without failures and counts its allocations, n; then for
 * each k from 1 to n once with only the k-th failing and once with the k-th
 * and all later ones. Returns n. Afterwards nothing fails any more.
 */
size_t fail_each(void (*fn)(void *context), void *context);
/* While fail_each runs: the k it is at, 0 in the run without failures. */
size_t fail_each_at(void);

void *rig_malloc(size_t size);
void *rig_calloc(size_t count, size_t size);
void *rig_realloc(void *block, size_t size);
void *rig_reallocarray(void *block, size_t count, size_t size);
void *rig_aligned_alloc(size_t alignment, size_t size);
int rig_posix_memalign(void **block, size_t alignment, size_t size);
char *rig_strdup(const char *text);
char *rig_strndup(const char *text, size_t most);
void rig_free(void *block);

/* A test's realloc: recorded, and never made to fail. */
void *rig_test_realloc(void *block, size_t size);

#ifndef FAILPOINT_INSIDE
#define free(block)          rig_free(block)
#define realloc(block, size) rig_test_realloc((block), (size))
#endif

#endif
