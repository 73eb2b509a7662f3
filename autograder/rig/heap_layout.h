/*
 * heap_layout.h - what the tests of a heap with footers need (stage 09 and on).
 *
 * To be included by a stage's own heap_test.h. Everything here goes by what
 * heap.h promises, from stage 09 on, and by nothing else. A stage that promises
 * more of the arena defines HEAP_PROMISES_MORE before it includes this, and
 * behind it the function more_trouble. One whose blocks in use have no footer
 * defines HEAP_MOST_ENDS: the bytes of a block in use that are no payload. One
 * that has more functions defines HEAP_FENCE_MORE, for the fence.
 */
#ifndef HEAP_LAYOUT_H
#define HEAP_LAYOUT_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "fence.h"
#include "heap.h"
#include "pages.h"
#include "violation.h"

/* As many bytes as the page source gives in a test that doesn't say otherwise. */
#define ARENA ((size_t)1 << 20)

/* Bytes that heap_alloc may ask for on top of what it needs. */
#define RESERVE ((size_t)64 << 10)

/* The header size that the contract fixes. */
#define HEADER sizeof(size_t)

#ifndef HEAP_MOST_ENDS
#define HEAP_MOST_ENDS (2 * HEADER)
#endif

/* Whom the fence (fence.h) watches. */
#ifndef HEAP_FENCE_MORE
#define HEAP_FENCE_MORE
#endif
#define HEAP_FENCED { .alloc = heap_alloc, .free = heap_free, .walk = heap_walk, \
	.lo = pages_lo, .hi = pages_hi, HEAP_FENCE_MORE }

/* Where the first block will begin: where the epilogue of the empty heap is. */
static char *first_block;

/* The epilogue's address. */
static inline char *epilogue(void)
{
	return (char *)pages_hi() - HEADER;
}

/* An empty heap in an arena that may grow to limit bytes. */
static inline void begin_with(size_t limit)
{
	pages_reset(limit);
	if (!heap_init())
		cr_assert(false, "heap_init said no, although the page source has memory");
	first_block = epilogue();
	size_t pad = (size_t)(first_block - (char *)pages_lo());
	if (pad % HEAP_ALIGNMENT != HEADER || pad > 72)
		cr_assert(false, "heap_init made a pad of %zu bytes; "
		          "8, 24, 40, 56 or 72 are allowed", pad);
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

/* The size in that header. */
static inline size_t size_of(const void *payload)
{
	return ((const size_t *)payload)[-1] & ~((size_t)HEAP_ALIGNMENT - 1);
}

/* The last word of a block of size bytes that begins at block: its footer, if
   it is free. */
static inline size_t *footer_at(void *block, size_t size)
{
	return (size_t *)(void *)((char *)block + size) - 1;
}

/* In the order of addresses: who cuts blocks from the end of a free one hands
   them out from right to left. */
static inline void sort_payloads(void **payloads, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k > 0 && payloads[k] < payloads[k - 1]; k--) {
			void *other = payloads[k];
			payloads[k] = payloads[k - 1];
			payloads[k - 1] = other;
		}
}

static inline size_t round_up(size_t size)
{
	size = (size + HEAP_ALIGNMENT - 1) / HEAP_ALIGNMENT * HEAP_ALIGNMENT;
	return size < HEAP_SMALLEST ? HEAP_SMALLEST : size;
}

/* The block for a payload of size bytes: without a footer, and with all that the
   stage allows. */
static inline size_t least_block(size_t size)
{
	return round_up(size + HEADER);
}

static inline size_t most_block(size_t size)
{
	return round_up(size + HEAP_MOST_ENDS);
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

/* ---- payloads behind the fence (fence.h), which watches over them ---- */

static inline void begin_fenced(size_t limit)
{
	static const struct fence_allocator heap = HEAP_FENCED;

	begin_with(limit);
	fence_use(&heap);
}

/* A payload behind the fence, which has filled it. */
#define fenced(size) fenced_at((size), __FILE__, __LINE__)
static inline void *fenced_at(size_t size, const char *file, unsigned line)
{
	void *payload = fence_alloc_at(size, file, line);

	if (payload == NULL)
		rig_violation(file, line, NO_MEMORY, size);
	return payload;
}

/* ---- the layout, as heap.h promises it ---- */

#define PROBLEM "The block at offset %td "

/* NULL, or what is wrong with this block; before: was the last one free? */
static inline const char *block_trouble(char *at, bool before)
{
	static char text[160];
	size_t word = *(size_t *)(void *)at, size = word & ~(size_t)15;
	size_t left = (size_t)(epilogue() - at);
	ptrdiff_t offset = at - (char *)pages_lo();

	if ((word & 12) != 0)
		snprintf(text, sizeof text, PROBLEM "has the header %#zx: bits 2 and 3 "
		         "mean nothing.", offset, word);
	else if (size < HEAP_SMALLEST)
		snprintf(text, sizeof text, PROBLEM "has %zu bytes; no block has less "
		         "than HEAP_SMALLEST.", offset, size);
	else if (size > left)
		snprintf(text, sizeof text, PROBLEM "has %zu bytes, and reaches past "
		         "the epilogue.", offset, size);
	else if ((word & HEAP_IN_USE) == 0 && *footer_at(at, size) != size)
		snprintf(text, sizeof text, PROBLEM "is free and has %zu bytes, but "
		         "its footer is %#zx.", offset, size, *footer_at(at, size));
	else if ((word & HEAP_IN_USE) == 0 && before)
		snprintf(text, sizeof text, PROBLEM "is free, and so is the one in "
		         "front of it.", offset);
	else
		return NULL;
	return text;
}

/* NULL, or which promise of this stage alone is broken; the rest is right. */
static inline const char *more_trouble(void);
#ifndef HEAP_PROMISES_MORE
static inline const char *more_trouble(void)
{
	return NULL;
}
#endif

/* NULL if the arena is laid out as heap.h promises, or what is not. */
static inline const char *layout_trouble(void)
{
	bool before = false;

	for (char *at = first_block; at != epilogue();) {
		const char *trouble = block_trouble(at, before);
		size_t word = *(size_t *)(void *)at;
		if (trouble != NULL)
			return trouble;
		before = (word & HEAP_IN_USE) == 0;
		at += word & ~(size_t)15;
	}
	if ((*(size_t *)(void *)epilogue() & ~HEAP_YOURS) != HEAP_IN_USE)
		return "The last word of the arena is no epilogue.";
	return more_trouble();
}

/* The layout must be right, and heap_check have nothing to say. */
#define expect_sound() expect_sound_at(__FILE__, __LINE__)
static inline void expect_sound_at(const char *file, unsigned line)
{
	const char *problem = layout_trouble();

	if (problem != NULL)
		rig_violation(file, line, "%s", problem);
	problem = heap_check();
	if (problem != NULL)
		rig_violation(file, line,
		              "heap_check finds fault with a sound heap: %s", problem);
}

/* The size of a free block, or 0: none is free. The layout must be right. */
static inline size_t some_free_block(void)
{
	size_t size;

	for (char *at = first_block; at != epilogue(); at += size) {
		size_t word = *(size_t *)(void *)at;
		size = word & ~((size_t)HEAP_ALIGNMENT - 1);
		if ((word & HEAP_IN_USE) == 0)
			return size;
	}
	return 0;
}

/* Is the block that a payload has just got larger than most bytes, though not because it
   was all that was left of a free block? `free` is what some_free_block() was before. */
static inline bool is_wasteful(const void *payload, size_t most, size_t free)
{
	return size_of(payload) > most && (free == 0 || some_free_block() != 0);
}

/* Takes all that is free, a reserve at the end perhaps: what the test frees
   from now on is all there is, and heap_alloc has no other choice. */
#define use_up() use_up_at(__FILE__, __LINE__)
static inline void use_up_at(const char *file, unsigned line)
{
	size_t size;

	expect_sound_at(file, line);
	while ((size = some_free_block()) != 0) {
		must_alloc_at(size - 2 * HEADER, file, line);
		expect_sound_at(file, line);
	}
}

#endif
