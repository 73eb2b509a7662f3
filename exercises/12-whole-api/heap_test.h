/*
 * heap_test.h - small things that every test of the heap needs.
 *
 * Your own tests may include it too. Most of it stands in the autograder's
 * rig/heap_layout.h (begin, must_alloc, size_of, header_of, use_up, expect_sound
 * and others) and rig/heap_lists.h (free_blocks, list_first, list_length). Here is
 * what speaks of this stage's functions. All goes by what heap.h promises.
 */
#ifndef HEAP_TEST_H
#define HEAP_TEST_H

#define HEAP_FENCE_MORE .realloc = heap_realloc, .mapped = pages_are_mapped
#include "heap_lists.h"

#include <string.h>

/* As many bytes as the page source gives where blocks are large. */
#define WIDE ((size_t)256 << 20)

/* What a mapped block, and its mapping, may have more than need be. */
#define MAP_MORE ((size_t)4096 + 64)

/* What to ask for to get a block of so many bytes, header included. */
static inline size_t payload_of(size_t block)
{
	return block - HEADER;
}

/* The payload of the smallest block that is large. */
#define LARGE payload_of(HEAP_LARGE)

/* The arena's bytes. */
static inline size_t arena_bytes(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

/* The bytes of all free blocks. The layout must be right. */
static inline size_t free_bytes(void)
{
	size_t bytes = 0;

	for (char *at = NULL; (at = free_block_after(at)) != NULL;)
		bytes += size_at(at);
	return bytes;
}

/* The counts of heap_info must be those of the blocks that are there. */
#define expect_counted() expect_counted_at(__FILE__, __LINE__)
static inline void expect_counted_at(const char *file, unsigned line)
{
	if (heap_info.free_blocks != free_blocks())
		rig_violation(file, line, "heap_info.free_blocks is %zu, and the free blocks "
		              "number %zu", heap_info.free_blocks, free_blocks());
	if (heap_info.free_bytes != free_bytes())
		rig_violation(file, line, "heap_info.free_bytes is %zu, and the free blocks "
		              "add up to %zu", heap_info.free_bytes, free_bytes());
}

/* Does this block have a mapping of its own, and does its header say so? */
static inline bool has_mapping(void *payload)
{
	return (*header_of(payload) & HEAP_MAPPED) != 0;
}

/* Marks the ends of a payload, and asks whether the marks are still there. What lies
   between is not looked at: large payloads would take long. */
static inline void mark_ends(void *payload, size_t size, char mark)
{
	size_t part = size < 64 ? size : 64;

	memset(payload, mark, part);
	memset((char *)payload + size - part, mark, part);
}

/* How many of the first bytes, of a payload of size bytes, have the mark; 64 at most. */
static inline size_t first_marked(const void *payload, size_t size, char mark)
{
	size_t i = 0;

	while (i < size && i < 64 && ((const char *)payload)[i] == mark)
		i++;
	return i;
}

static inline bool ends_marked(const void *payload, size_t size, char mark)
{
	size_t part = size < 64 ? size : 64;

	return first_marked(payload, part, mark) == part
	       && first_marked((const char *)payload + size - part, part, mark) == part;
}

/* A payload of another size that the test can't do without. Behind the fence. */
#define refenced(payload, size) refenced_at((payload), (size), __FILE__, __LINE__)
static inline void *refenced_at(void *payload, size_t size,
                                const char *file, unsigned line)
{
	void *moved = fence_realloc_at(payload, size, file, line);

	if (moved == NULL)
		rig_violation(file, line, "heap_realloc(..., %zu) gave NULL, although there "
		              "is memory", size);
	return moved;
}

/* The same without the fence. */
#define must_realloc(payload, size) \
	must_realloc_at((payload), (size), __FILE__, __LINE__)
static inline void *must_realloc_at(void *payload, size_t size,
                                    const char *file, unsigned line)
{
	void *moved = heap_realloc(payload, size);

	if (moved == NULL)
		rig_violation(file, line, "heap_realloc(..., %zu) gave NULL, although there "
		              "is memory", size);
	return moved;
}

/* A payload with another alignment that the test can't do without. */
#define must_align(alignment, size) \
	must_align_at((alignment), (size), __FILE__, __LINE__)
static inline void *must_align_at(size_t alignment, size_t size,
                                  const char *file, unsigned line)
{
	void *payload = heap_aligned_alloc(alignment, size);

	if (payload == NULL)
		rig_violation(file, line, "heap_aligned_alloc(%zu, %zu) gave NULL, although "
		              "there is memory", alignment, size);
	size_t past = (uintptr_t)payload & (alignment - 1);
	if (past != 0)
		rig_violation(file, line, "heap_aligned_alloc(%zu, %zu) gave a payload that "
		              "begins %zu bytes behind a multiple of %zu", alignment, size, past,
		              alignment);
	return payload;
}

/* The block of this payload must be as small as heap.h says, for size bytes. */
#define expect_tight(payload, size) \
	expect_tight_at((payload), (size), __FILE__, __LINE__)
static inline void expect_tight_at(const void *payload, size_t size,
                                   const char *file, unsigned line)
{
	size_t block = size_of(payload), least = least_block(size);

	if (block < least)
		rig_violation(file, line, "the block for %zu bytes has %zu; with its header it "
		              "needs %zu", size, block, least);
	if (block > least + HEAP_ALIGNMENT)
		rig_violation(file, line, "the block for %zu bytes has %zu, and %zu are enough: "
		              "what is left over should be free", size, block, least);
}

/* Payloads side by side, in the order of addresses, of blocks that all have so many
   bytes. Behind the fence; nothing is free, and the last one has a wall behind it. */
#define side_by_side(row, count, block) \
	side_by_side_at((row), (count), (block), __FILE__, __LINE__)
static inline void side_by_side_at(void **row, size_t count, size_t block,
                                   const char *file, unsigned line)
{
	void *hole = NULL;

	begin_fenced(ARENA);
	/* A hole for all of them. Where a reserve ends it may have 16 bytes more. */
	for (size_t i = 0; i < 8 && (hole == NULL || size_of(hole) != count * block); i++) {
		fenced_at(24, file, line);
		use_up_at(file, line);
		hole = fenced_at(payload_of(count * block), file, line);
		use_up_at(file, line);
	}
	fenced_at(24, file, line);
	use_up_at(file, line);
	fence_free(hole);
	for (size_t i = 0; i < count; i++)
		row[i] = fenced_at(payload_of(block), file, line);
	sort_payloads(row, count);
	for (size_t i = 1; i < count; i++)
		if ((char *)row[i] != (char *)row[i - 1] + block)
			rig_violation(file, line, "in an empty heap, blocks of %zu bytes that were "
			              "asked for one by one do not stand side by side", block);
}

/* The payload of the arena's last block. */
static inline void *last_payload(void)
{
	char *last = NULL;

	for (char *at = first_block; at != epilogue(); at += size_at(at))
		last = at;
	return last == NULL ? NULL : last + HEADER;
}

/* Makes an arena of some blocks, nothing free, whose last block is in use. Returns
   its payload, of 104 bytes at least. */
static inline void *begin_with_a_last_one(size_t limit)
{
	begin_with(limit);
	must_alloc(24);
	must_alloc(100);
	must_alloc(100);
	use_up();
	void *last = last_payload();
	while (size_of(last) < 112) {
		must_alloc(100);
		use_up();
		last = last_payload();
	}
	return last;
}

#endif
