/*
 * heap_lists.h - what the tests need of a heap with lists by size (stage 11 and on).
 *
 * To be included by a stage's own heap_test.h. On top of heap_layout.h: no block in
 * use has a footer, each header speaks of the block on its left, and the free
 * blocks are in lists by class. Everything here goes by what heap.h promises. In
 * which order a list has its blocks, and which sizes share a class, is asked of
 * the heap.
 */
#ifndef HEAP_LISTS_H
#define HEAP_LISTS_H

#include "heap.h"

#define HEAP_PROMISES_MORE
#define HEAP_CHOICE
#define HEAP_MOST_ENDS HEADER
#define HEAP_YOURS HEAP_LEFT_IN_USE             /* what it was called */
#include "heap_layout.h"

/* The links of the free block whose header stands there. */
struct links {
	char *next, *prev;
};

static inline struct links *links_of(void *header)
{
	return (struct links *)((char *)header + HEADER);
}

/* The word of a header, the size in it, and the class of that. */
static inline size_t *word_at(char *header)
{
	return (size_t *)(void *)header;
}

static inline size_t size_at(char *header)
{
	return *word_at(header) & ~(size_t)15;
}

static inline size_t class_at(char *header)
{
	return heap_class(size_at(header));
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
	for (at = at == NULL ? first_block : at + size_at(at); at != epilogue();
	     at += size_at(at))
		if ((*word_at(at) & HEAP_IN_USE) == 0)
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
	for (char *at = first_block; at != epilogue(); at += size_at(at))
		if ((*word_at(at) & HEAP_IN_USE) != 0)
			return at;
	return NULL;
}

/* The free block of that class that no other has in front of it in its list, or
   NULL: the list is empty. */
static inline char *list_first(size_t class)
{
	char *at = NULL;

	while ((at = free_block_after(at)) != NULL
	       && (class_at(at) != class || in_row(links_of(at)->prev)))
		;
	return at;
}

/* The one behind it in its list, or NULL: it is the last. */
static inline char *list_next(char *block)
{
	char *next = links_of(block)->next;

	return in_row(next) ? next : NULL;
}

/* How many blocks the list of that class has. */
static inline size_t list_length(size_t class)
{
	size_t count = 0;

	for (char *at = list_first(class); at != NULL; at = list_next(at))
		count++;
	return count;
}

/* ---- the bits that speak of the left ---- */

/* NULL, or the header whose HEAP_LEFT_IN_USE is wrong. */
static inline const char *left_trouble(void)
{
	static char text[160];
	size_t left = HEAP_IN_USE;              /* nobody: as if in use */

	for (char *at = first_block;; at += size_at(at)) {
		size_t word = *word_at(at);
		if (((word & HEAP_LEFT_IN_USE) != 0) != (left != 0)) {
			snprintf(text, sizeof text, "The header at offset %td%s has %s, but the "
			         "block on its left is %s.", at - (char *)pages_lo(),
			         at == epilogue() ? " (the epilogue)" : "",
			         left != 0 ? "no HEAP_LEFT_IN_USE" : "HEAP_LEFT_IN_USE",
			         at == first_block ? "nobody" : left != 0 ? "in use" : "free");
			return text;
		}
		if (at == epilogue())
			return NULL;
		left = word & HEAP_IN_USE;
	}
}

/* ---- the lists ---- */

#define FREE_BLOCK "The free block at offset %td "

/* NULL, or what is wrong with one link of a free block. back: the link that
   should lead back, of the block there. */
static inline const char *link_trouble(char *block, const char *name,
                                       char *link, bool back)
{
	static char text[200];
	ptrdiff_t offset = block - (char *)pages_lo();
	ptrdiff_t there = (ptrdiff_t)((uintptr_t)link - (uintptr_t)pages_lo());

	if (!in_row(link))
		return NULL;
	if (!is_free_block(link))
		snprintf(text, sizeof text, FREE_BLOCK "has a link %s to offset %td, "
		         "where no free block begins.", offset, name, there);
	else if (class_at(link) != class_at(block))
		snprintf(text, sizeof text, FREE_BLOCK "is of class %zu and has a link %s to "
		         "one of class %zu, at offset %td: a list has one class.", offset,
		         class_at(block), name, class_at(link), there);
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

static char *firsts[HEAP_CLASSES];              /* of each list, or NULL */

/* NULL, or why the free blocks of a class are not one list; fills firsts. */
static inline const char *firsts_trouble(void)
{
	static char text[200];

	for (size_t class = 0; class < HEAP_CLASSES; class++)
		firsts[class] = NULL;
	for (char *at = NULL; (at = free_block_after(at)) != NULL;) {
		size_t class = class_at(at);
		if (class >= HEAP_CLASSES) {
			snprintf(text, sizeof text, "heap_class(%zu) is %zu, and HEAP_CLASSES is %d.",
			         size_at(at), class, HEAP_CLASSES);
			return text;
		}
		if (in_row(links_of(at)->prev))
			continue;
		if (firsts[class] != NULL) {
			snprintf(text, sizeof text, "The free blocks at the offsets %td and %td are "
			         "of class %zu, and neither has another in front of it: they are "
			         "not in one list.", firsts[class] - (char *)pages_lo(),
			         at - (char *)pages_lo(), class);
			return text;
		}
		firsts[class] = at;
	}
	return NULL;
}

/* NULL, or why the free blocks are not in lists by class, whose links agree. */
static inline const char *lists_trouble(void)
{
	static char text[160];
	size_t listed = 0, all = 0;
	const char *trouble;

	for (char *at = NULL; (at = free_block_after(at)) != NULL; all++)
		if ((trouble = links_trouble(at)) != NULL)
			return trouble;
	if ((trouble = firsts_trouble()) != NULL)
		return trouble;
	for (size_t class = 0; class < HEAP_CLASSES; class++)
		for (char *at = firsts[class]; at != NULL; at = list_next(at))
			listed++;
	if (listed == all)
		return NULL;
	snprintf(text, sizeof text, "Free blocks: %zu. In lists that have a first block: "
	         "only %zu; the rest goes round.", all, listed);
	return text;
}

/* ---- the walk through the lists ---- */

static inline char *first_from(size_t class)
{
	while (class < HEAP_CLASSES && firsts[class] == NULL)
		class++;
	return class < HEAP_CLASSES ? firsts[class] : NULL;
}

/* The block that a walk through all lists shows next. The lists must be right. */
static inline char *listed_after(char *block)
{
	char *next = list_next(block);

	return next != NULL ? next : first_from(class_at(block) + 1);
}

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
	               || block->size != size_at(walk->expected) || block->in_use;
	if (walk->astray)
		return false;
	walk->seen++;
	walk->expected = listed_after(walk->expected);
	return true;
}

/* NULL if heap_walk_free shows the lists, or what is wrong. The lists must be
   right. */
static inline const char *walk_free_trouble(void)
{
	static char text[200];
	size_t all = free_blocks();
	struct guided walk = { .expected = first_from(0) };
	bool complete = heap_walk_free(follow, &walk);

	if (complete && walk.seen == all)
		return NULL;
	if (walk.astray)
		snprintf(text, sizeof text, "The lists are sound, but what heap_walk_free shows "
		         "as number %zu is not the block whose turn it is (class by class, and "
		         "then as the links next lead).", walk.seen + 1);
	else
		snprintf(text, sizeof text, "The lists are sound. Blocks in them: %zu; "
		         "heap_walk_free shows %zu and says %s.", all, walk.seen,
		         complete ? "true" : "false");
	return text;
}

/* NULL if all that a stage with lists promises is so, or what is not. The rest
   of the layout must be right. */
static inline const char *more_trouble(void)
{
	const char *trouble = left_trouble();

	if (trouble == NULL)
		trouble = lists_trouble();
	return trouble != NULL ? trouble : walk_free_trouble();
}

/* ---- which free block is taken ---- */

#define CHOICES 512

/* What was free before a request, and which of it had to serve. */
static struct {
	size_t count;
	struct {
		char *start;
		size_t size;
	} blocks[CHOICES];
	size_t wanted, class;       /* the size of the block, and its class   */
	size_t own;                 /* blocks of that class                   */
	bool own_fits;              /* and is one of them large enough?       */
	size_t higher;              /* first higher class that has a block    */
} choice;

static inline void remember_choice(size_t size)
{
	choice.wanted = least_block(size);
	choice.class = heap_class(choice.wanted);
	choice.count = choice.own = 0;
	choice.own_fits = false;
	choice.higher = SIZE_MAX;
	for (char *at = NULL; (at = free_block_after(at)) != NULL;) {
		size_t class = class_at(at);
		if (choice.count < CHOICES) {
			choice.blocks[choice.count].start = at;
			choice.blocks[choice.count++].size = size_at(at);
		}
		choice.own += class == choice.class;
		choice.own_fits |= class == choice.class && size_at(at) >= choice.wanted;
		if (class > choice.class && class < choice.higher)
			choice.higher = class;
	}
}

/* Of the own class, so that it had to be found: all blocks were to be looked at. */
static inline bool must_take_own(void)
{
	return choice.own_fits && choice.own <= HEAP_TRIES;
}

static inline bool must_find(size_t size)
{
	(void)size;
	return must_take_own() || choice.higher != SIZE_MAX;
}

static inline const char *choice_trouble(const void *payload)
{
	static char text[240];

	for (size_t i = 0; i < choice.count; i++) {
		uintptr_t start = (uintptr_t)choice.blocks[i].start;
		size_t size = choice.blocks[i].size, class = heap_class(size);
		if ((uintptr_t)payload < start || (uintptr_t)payload >= start + size
		    || class <= choice.class)
			continue;
		if (must_take_own())
			snprintf(text, sizeof text, "A block of %zu bytes was needed, which is of "
			         "class %zu. One of class %zu was taken, with %zu bytes, although a "
			         "block of class %zu was large enough.", choice.wanted, choice.class,
			         class, size, choice.class);
		else if (class != choice.higher)
			snprintf(text, sizeof text, "A block of %zu bytes was needed, which is of "
			         "class %zu. One of class %zu was taken, with %zu bytes, although "
			         "class %zu had one.", choice.wanted, choice.class, class, size,
			         choice.higher);
		else
			return NULL;
		return text;
	}
	return NULL;
}

#endif
