/*
 * heap_test.h - small things that every test of the heap needs.
 *
 * Your own tests may include it too. Everything here goes by what heap.h
 * promises and by nothing else.
 */
#ifndef HEAP_TEST_H
#define HEAP_TEST_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>
#include <stdint.h>

#include "heap.h"
#include "pages.h"
#include "violation.h"

/* As many bytes as the page source gives in a test that doesn't say otherwise. */
#define ARENA ((size_t)1 << 20)

/* The header size that the contract fixes. */
#define HEADER sizeof(size_t)

/* An empty heap in an arena that may grow to limit bytes. */
static inline void begin_with(size_t limit)
{
	pages_reset(limit);
	if (!heap_init())
		cr_assert(false, "heap_init said no, although the page source has memory");
}

static inline void begin(void)
{
	begin_with(ARENA);
}

/*
 * Where a helper finds something wrong, it fails the test at the line that
 * called it; hence the macros.
 */
#define NO_MEMORY "heap_alloc(%zu) gave NULL, although there is memory"

/* A payload that the test can't do without. */
#define must_alloc(size) must_alloc_at((size), __FILE__, __LINE__)
static inline void *must_alloc_at(size_t size, const char *file, unsigned line)
{
	void *payload = heap_alloc(size);

	if (payload == NULL)
		rig_violation(file, line, NO_MEMORY, size);
	return payload;
}

/* The header word of the block that a payload belongs to. */
static inline size_t *header_of(void *payload)
{
	return (size_t *)payload - 1;
}

struct search {
	const void *payload;
	struct heap_block found;
	size_t hits;
};

static inline bool same_payload(const struct heap_block *block, void *context)
{
	struct search *search = context;

	if (block->payload == search->payload) {
		search->found = *block;
		search->hits++;
	}
	return true;
}

/* What heap_walk says about the block of this payload. */
#define block_of(payload) block_of_at((payload), __FILE__, __LINE__)
static inline struct heap_block block_of_at(const void *payload,
                                            const char *file, unsigned line)
{
	struct search search = { .payload = payload };

	if (!heap_walk(same_payload, &search))
		rig_violation(file, line,
		              "heap_walk stopped before the end of a sound heap");
	if (search.hits != 1)
		rig_violation(file, line, "heap_walk showed the block of a payload "
		              "%zu times instead of once", search.hits);
	return search.found;
}

/* The size of the block that a new payload of size bytes needs. */
static inline size_t smallest_block(size_t size)
{
	return (size + HEADER + HEAP_ALIGNMENT - 1) / HEAP_ALIGNMENT * HEAP_ALIGNMENT;
}

/* heap_check must have nothing to say. */
#define expect_sound() expect_sound_at(__FILE__, __LINE__)
static inline void expect_sound_at(const char *file, unsigned line)
{
	const char *problem = heap_check();

	if (problem != NULL)
		rig_violation(file, line,
		              "heap_check finds fault with a sound heap: %s", problem);
}

#endif
