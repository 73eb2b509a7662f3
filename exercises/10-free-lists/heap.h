/*
 * heap.h - an allocator that finds its free blocks in a list.
 *
 * The heap lives in one arena, which the page source (pages.h) lengthens at
 * its end. Nobody else asks the page source for memory. The arena is laid
 * out like this; the layout is part of the contract, and the tests read it:
 *
 *     pages_lo()                                                      pages_hi()
 *     |                                                                        |
 *     | pad | header payload ... | header next prev .. footer | ... | epilogue |
 *           |<-- block in use -->|<------ free block ------>|          8
 *
 *  - Block follows block without a gap: where one ends, the next one's header
 *    stands. Sizes are multiples of HEAP_ALIGNMENT, and HEAP_SMALLEST at least.
 *  - A header is one size_t. It holds the size of the whole block in bytes,
 *    header included; plus HEAP_IN_USE if the block is in use. HEAP_YOURS is
 *    a bit for you to use as you like, or to leave at 0. Bits 2 and 3 are 0.
 *  - The payload begins right behind the header.
 *  - A free block's last word is its footer: the size once more, and no other
 *    bit. A block in use may end with a footer of any form, or with none.
 *  - Two free blocks are never neighbours.
 *  - The free blocks, all of them and nothing else, form one list. The two
 *    words behind a free block's header are its links: the next block of the
 *    list, and the one before. Each is the address of that block's header. At
 *    the two ends of the list a link is NULL, or the address of something of
 *    yours that is no block (so the list may go round through a sentinel). In
 *    which order the list has its blocks is up to you.
 *  - The pad is what you need it for; with it, the first payload is aligned.
 *    heap_init makes it: 8, 24, 40, 56 or 72 bytes.
 *  - The epilogue is a header of size 0, marked in use: the end of the row.
 *    It may carry HEAP_YOURS too.
 *
 * Sizes are in bytes. One thread at a time may use the heap.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>

#define HEAP_ALIGNMENT 16           /* of every payload; max_align_t on x86-64 */
#define HEAP_SMALLEST  32           /* no block is smaller                     */
#define HEAP_IN_USE    ((size_t)1)  /* bit 0 of a header                       */
#define HEAP_YOURS     ((size_t)2)  /* bit 1 of a header                       */

/*
 * Forgets every block and begins an empty heap at the arena's start: a pad,
 * the epilogue, and nothing else. Call it first, and again whenever the page
 * source was reset; never otherwise.
 * Returns true, or false when the page source has nothing to give: then
 * there are no blocks, and heap_alloc returns NULL, until heap_init has been
 * called again with success.
 */
bool heap_init(void);

/*
 * Returns a payload of at least size bytes, aligned to HEAP_ALIGNMENT, its
 * content unspecified. It is yours until you give it to heap_free; until
 * then it overlaps no other payload, and the heap neither reads nor writes it.
 *
 * Its block is as small as can be: header, size bytes and, if you keep one in
 * blocks in use, a footer; rounded up to HEAP_ALIGNMENT; but HEAP_SMALLEST
 * at least. It may have 16 bytes more where those would be all that is left
 * of a free block, too few for a block of their own.
 *
 * Looks for a free block in the list, and at no block in use (but perhaps at
 * the neighbours of the one it takes). Takes one of those that are large
 * enough, whichever you like, and splits it: the rest, if there are
 * HEAP_SMALLEST bytes or more, stays a free block, behind the new one or in
 * front of it. Only when no free block is large enough does it ask the page
 * source. If the last block is free then, it asks for no more than what that
 * one lacks. (It may ask for up to 64 KiB on top and keep the rest as a free
 * block; it doesn't have to.)
 *
 * Returns NULL when the size can't be had (no more pages, or so large that
 * the block's size doesn't fit a size_t). Then nothing has changed; later
 * calls may succeed.
 * A size of 0 gives NULL or a payload of its own that heap_free accepts.
 */
void *heap_alloc(size_t size);

/*
 * Takes back a payload that heap_alloc returned and that has not been freed
 * since; from now on it belongs to the heap. Its block is one free block with
 * the free neighbours it had, on either side, and once in the list, when
 * heap_free returns.
 * NULL is fine and does nothing. Anything else is undefined behaviour, as it
 * is with free.
 */
void heap_free(void *payload);

/* What heap_walk says about one block. */
struct heap_block {
	void *start;                /* its header's address                   */
	size_t size;                /* bytes, header and footer included      */
	void *payload;              /* the first byte after the header        */
	size_t payload_size;        /* bytes from there to the footer, or to
	                               the block's end if there is no footer  */
	bool in_use;
};

/*
 * Called by heap_walk and heap_walk_free for each block; *block is valid during
 * the call only. Returns true to go on, false to stop. Must not call heap_alloc
 * or heap_free.
 */
typedef bool heap_visit(const struct heap_block *block, void *context);

/*
 * Calls visit(block, context) for each block, free ones too, in the order of
 * addresses. The pad and the epilogue are no blocks. Changes nothing.
 * Returns true when every block was visited; false when visit stopped the
 * walk, or when a header is such that the walk can't go on: bit 2 or 3 is
 * set, the size is below HEAP_SMALLEST, or the block would reach past the
 * epilogue. Such a header is not visited. A heap without blocks: true.
 */
bool heap_walk(heap_visit *visit, void *context);

/*
 * The same for the blocks of the list: calls visit for each free block, once,
 * in the order of the list. Changes nothing.
 * Returns true when the list's end was reached; false when visit stopped the
 * walk, or when a link is such that the walk can't go on: it leads out of the
 * arena (and is not your list's end), or to an address where no header of a
 * free block stands. Also when the list goes round, so that its end is never
 * reached; then some blocks may have been visited more than once, but the walk
 * ends. No free block: true.
 */
bool heap_walk_free(heap_visit *visit, void *context);

/*
 * Looks for damage. Returns NULL when the heap is sound, or else a constant
 * text (not yours to free) that says what is wrong with the first damaged
 * block: a header on which heap_walk would stop, a free block whose footer is
 * not its size, two free neighbours; an epilogue that is not a header of
 * size 0 in use; a link that leads to no free block and is not the list's end,
 * two links that contradict each other (where a's next is b, b's prev is a), a
 * list that goes round, a free block that is not in the list. What else you
 * write down twice, it compares too.
 * Changes nothing and reads nothing outside the arena, however damaged the
 * heap is.
 */
const char *heap_check(void);

#endif
