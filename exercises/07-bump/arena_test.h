/*
 * arena_test.h - small things that every test of the arena needs.
 *
 * Your own tests may include it too. Everything here goes by what arena.h
 * promises and by nothing else.
 */
#ifndef ARENA_TEST_H
#define ARENA_TEST_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "pages.h"
#include "violation.h"

/* As many bytes as the page source gives in a test that doesn't say otherwise. */
#define LIMIT ((size_t)1 << 20)

/* An empty arena; the page source gives at most limit bytes. */
static inline void begin_with(size_t limit)
{
	pages_reset(limit);
	if (!arena_init())
		cr_assert(false, "arena_init said no, although the page source has memory");
}

static inline void begin(void)
{
	begin_with(LIMIT);
}

/* An empty arena that begins at no round address: 48 bytes of the page source
 * are somebody else's. */
static inline void begin_behind_others(void)
{
	pages_reset(LIMIT);
	pages_grow(48);
	if (!arena_init())
		cr_assert(false, "arena_init said no, although the page source has memory");
}

/*
 * Where a helper finds something wrong, it fails the test at the line that
 * called it; hence the macros.
 */

/* A block that the test can't do without. */
#define must_alloc(size, alignment) \
	must_alloc_at((size), (alignment), __FILE__, __LINE__)
static inline void *must_alloc_at(size_t size, size_t alignment,
                                  const char *file, unsigned line)
{
	void *block = arena_alloc(size, alignment);

	if (block == NULL)
		rig_violation(file, line, "arena_alloc(%zu, %zu) gave NULL, although "
		              "there is memory", size, alignment);
	return block;
}

/* Is this address a multiple of alignment? */
static inline bool is_aligned(const void *block, size_t alignment)
{
	return (uintptr_t)block % alignment == 0;
}

/* Bytes that were bought from the page source. */
static inline size_t bought(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

#endif
