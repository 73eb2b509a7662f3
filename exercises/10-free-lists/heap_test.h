/*
 * heap_test.h - small things that every test of the heap needs.
 *
 * Your own tests may include it too. Most of it stands in the autograder's
 * rig/heap_layout.h: begin, must_alloc, expect_sound and others. Here is what
 * reads the list, by what heap.h promises and by nothing else.
 */
#ifndef HEAP_TEST_H
#define HEAP_TEST_H

#define HEAP_PROMISES_MORE
#include "heap_layout.h"

/* The links of the free block whose header stands there. */
struct links {
	char *next, *prev;
};

static inline struct links *links_of(void *header)
{
	return (struct links *)((char *)header + HEADER);
}

/* Where a link may lead, if it isn't the end of the list. */
static inline bool in_row(const char *address)
{
	return (uintptr_t)address >= (uintptr_t)first_block
	       && (uintptr_t)address < (uintptr_t)epilogue();
}

/* The next free block behind this one in the order of addresses, or NULL;
   NULL gives the first. The layout must be right. */
static inline char *free_block_after(char *at)
{
	for (at = at == NULL ? first_block : at + (*(size_t *)(void *)at & ~(size_t)15);
	     at != epilogue(); at += *(size_t *)(void *)at & ~(size_t)15)
		if ((*(size_t *)(void *)at & HEAP_IN_USE) == 0)
			return at;
	return NULL;
}

static inline size_t free_blocks(void)
{
	size_t count = 0;

	for (char *at = NULL; (at = free_block_after(at)) != NULL;)
		count++;
	return count;
}

static inline bool is_free_block(const char *address)
{
	char *at = NULL;

	while ((at = free_block_after(at)) != NULL && at != address)
		;
	return at != NULL;
}

/* The header of the first block in use, or NULL. */
static inline char *some_used_block(void)
{
	for (char *at = first_block; at != epilogue();
	     at += *(size_t *)(void *)at & ~(size_t)15)
		if ((*(size_t *)(void *)at & HEAP_IN_USE) != 0)
			return at;
	return NULL;
}

/* The free block that no other has in front of it in the list, or NULL. */
static inline char *list_first(void)
{
	char *at = NULL;

	while ((at = free_block_after(at)) != NULL && in_row(links_of(at)->prev))
		;
	return at;
}

/* The one behind it in the list, or NULL: it is the last. */
static inline char *list_next(char *block)
{
	char *next = links_of(block)->next;

	return in_row(next) ? next : NULL;
}

#define FREE_BLOCK "The free block at offset %td "

/* NULL, or what is wrong with one link of a free block. back: the link that
   should lead back, of the block there. */
static inline const char *link_trouble(const char *block, const char *name,
                                       const char *link, bool back)
{
	static char text[160];
	ptrdiff_t offset = block - (char *)pages_lo();
	ptrdiff_t there = (ptrdiff_t)((uintptr_t)link - (uintptr_t)pages_lo());

	if (!in_row(link))
		return NULL;
	if (!is_free_block(link))
		snprintf(text, sizeof text, FREE_BLOCK "has a link %s to offset %td, "
		         "where no free block begins.", offset, name, there);
	else if (!back)
		snprintf(text, sizeof text, FREE_BLOCK "has a link %s to the block at "
		         "offset %td, and that one has none back.", offset, name, there);
	else
		return NULL;
	return text;
}

static inline const char *links_trouble(char *block)
{
	const struct links *at = links_of(block);
	bool next_back = is_free_block(at->next) && links_of(at->next)->prev == block;
	bool prev_back = is_free_block(at->prev) && links_of(at->prev)->next == block;
	const char *trouble = link_trouble(block, "next", at->next, next_back);

	return trouble != NULL ? trouble
	     : link_trouble(block, "prev", at->prev, prev_back);
}

/* NULL, or why the free blocks are not one list, whose links agree. */
static inline const char *list_trouble(size_t all)
{
	static char text[160];
	size_t firsts = 0, listed = 0;

	for (char *at = NULL; (at = free_block_after(at)) != NULL;) {
		const char *trouble = links_trouble(at);
		if (trouble != NULL)
			return trouble;
		firsts += !in_row(links_of(at)->prev);
	}
	for (char *at = list_first(); at != NULL; at = list_next(at))
		listed++;
	if (all == 0 || (firsts == 1 && listed == all))
		return NULL;
	if (firsts > 1)
		snprintf(text, sizeof text, "Of %zu free blocks, %zu have a link prev that "
		         "leads out of the arena: not all are in one list.", all, firsts);
	else if (firsts == 0)
		snprintf(text, sizeof text, "The list goes round: none of %zu free blocks "
		         "is the first.", all);
	else
		snprintf(text, sizeof text, "Free blocks: %zu. In the list: only %zu; the "
		         "rest goes round.", all, listed);
	return text;
}

/* A walk that should go where the links lead. */
struct guided {
	char *expected;             /* whose turn it is; NULL: nobody's */
	size_t seen;
	bool astray;
};

static inline bool follow(const struct heap_block *block, void *context)
{
	struct guided *walk = context;

	walk->astray = walk->expected == NULL || block->start != walk->expected
	               || (char *)block->payload != walk->expected + HEADER
	               || block->size != size_of(walk->expected + HEADER) || block->in_use;
	if (walk->astray)
		return false;
	walk->seen++;
	walk->expected = list_next(walk->expected);
	return true;
}

/* NULL if the free blocks are a list as heap.h promises, and heap_walk_free
   shows it, or what is wrong with it. The layout must be right. */
static inline const char *more_trouble(void)
{
	static char text[160];
	size_t all = free_blocks();
	const char *trouble = list_trouble(all);

	if (trouble != NULL)
		return trouble;
	struct guided walk = { .expected = list_first() };
	bool complete = heap_walk_free(follow, &walk);
	if (complete && walk.seen == all)
		return NULL;
	if (walk.astray)
		snprintf(text, sizeof text, "The links agree, but the block that heap_walk_free "
		         "shows as number %zu is not the one to which they lead.", walk.seen + 1);
	else if (complete)
		snprintf(text, sizeof text, "Free blocks: %zu. heap_walk_free shows %zu of "
		         "them and says true. Is the rest in the list?", all, walk.seen);
	else
		snprintf(text, sizeof text, "Free blocks: %zu, and their links agree. "
		         "heap_walk_free shows %zu and says false.", all, walk.seen);
	return text;
}

#endif
