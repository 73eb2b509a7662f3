/*
 * heap.h - an allocator that finds a free block without a search.
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
 *    header included; plus HEAP_IN_USE if the block is in use; plus
 *    HEAP_LEFT_IN_USE if the block on its left is, the one that ends where this
 *    header stands. The first block has nobody on its left: there it is set too.
 *    Bits 2 and 3 are 0.
 *  - The payload begins right behind the header. In a block in use it reaches to
 *    the block's end: such a block has no footer.
 *  - A free block's last word is its footer: the size once more, and no bits.
 *  - Two free blocks are never neighbours.
 *  - The free blocks are in lists, by size: each is in the list of its class
 *    (heap_class), once, and nothing else is in one. A class has one list. The
 *    two words behind a free block's header are its links: the next block of
 *    that list, and the one before. Each is the address of that block's header.
 *    At the two ends of a list a link is NULL, or the address of something of
 *    yours that is no block. In which order a list has its blocks is up to you.
 *  - The pad is what you need it for; with it, the first payload is aligned.
 *    heap_init makes it: 8, 24, 40, 56 or 72 bytes.
 *  - The epilogue is a header of size 0, marked in use: the end of the row. Its
 *    HEAP_LEFT_IN_USE speaks of the last block.
 *
 * Sizes are in bytes. One thread at a time may use the heap.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>

#define HEAP_ALIGNMENT   16          /* of every payload; max_align_t on x86-64 */
#define HEAP_SMALLEST    32          /* no block is smaller                     */
#define HEAP_IN_USE      ((size_t)1) /* bit 0 of a header                       */
#define HEAP_LEFT_IN_USE ((size_t)2) /* bit 1 of a header                       */

#define HEAP_CLASSES     128         /* there are, at most                      */
#define HEAP_SPREAD      ((size_t)256 << 10)  /* up to here, classes are narrow */
#define HEAP_TRIES       8           /* blocks to look at in one class, at most */

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
 * The class that blocks of size bytes belong to, header included: a number below
 * HEAP_CLASSES. size is a multiple of HEAP_ALIGNMENT, and HEAP_SMALLEST at least;
 * it may be larger than any block can be.
 *
 * Which sizes share a class is up to you, within three rules:
 *  - The same size has the same class, always; before heap_init, too.
 *  - A larger size has the same class or a higher one. So each block of a higher
 *    class than yours is large enough for you.
 *  - Twice the size has a higher class, as long as that is HEAP_SPREAD or less:
 *    heap_class(2 * size) > heap_class(size).
 */
size_t heap_class(size_t size);

/*
 * Returns a payload of at least size bytes, aligned to HEAP_ALIGNMENT, its
 * content unspecified. It is yours until you give it to heap_free; until
 * then it overlaps no other payload, and the heap neither reads nor writes it.
 *
 * Its block is as small as can be: header and size bytes, rounded up to
 * HEAP_ALIGNMENT; but HEAP_SMALLEST at least. It may have 16 bytes more where
 * those would be all that is left of a free block, too few for a block of their
 * own.
 *
 * Which free block it takes is a matter of classes. Say that the block has to have
 * n bytes:
 *  1. One of class heap_class(n) that is large enough. heap_alloc looks at no
 *     more than HEAP_TRIES blocks of this class; when there are no more than
 *     that, it looks at all of them, if it has to.
 *  2. If it finds none there, a block of the first higher class that has any.
 *     Whichever: each is large enough.
 * To find a block it looks at no other (but perhaps at the neighbours of the one
 * it takes), and it doesn't search for the first class that has one block by
 * block. So the time does not grow with the number of blocks.
 *
 * The rest of the block, if there are HEAP_SMALLEST bytes or more, stays a free
 * block, behind the new one or in front of it. Only when it has found none does
 * it ask the page source. If the last block is free then, it asks for no more than
 * what that one lacks; and when that one lacks nothing, because the search has not
 * come to it, takes it and doesn't ask. (It may ask for up to 64 KiB on top and keep the rest as
 * a free block; it doesn't have to.)
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
 * the free neighbours it had, on either side, and once in the list of its class,
 * when heap_free returns.
 * NULL is fine and does nothing. Anything else is undefined behaviour, as it
 * is with free.
 */
void heap_free(void *payload);

/* What heap_walk says about one block. */
struct heap_block {
	void *start;                /* its header's address                   */
	size_t size;                /* bytes, header and footer included      */
	void *payload;              /* the first byte after the header        */
	size_t payload_size;        /* bytes from there to the block's end; of
	                               a free block, to its footer            */
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
 * The same for the blocks of the lists: calls visit for each free block, once;
 * those of a lower class before those of a higher one, and those of a class in
 * the order of their list, as the links next lead. Changes nothing.
 * Returns true when the last list's end was reached; false when visit stopped
 * the walk, or when a link is such that the walk can't go on: it leads out of the
 * arena (and is not your list's end), or to an address where no header of a
 * free block of that class stands. Also when a list goes round, so that its end is
 * never reached; then some blocks may have been visited more than once, but the
 * walk ends. It may stop, too, where two links contradict each other.
 * No free block: true.
 */
bool heap_walk_free(heap_visit *visit, void *context);

/*
 * Looks for damage. Returns NULL when the heap is sound, or else a constant
 * text (not yours to free) that says what is wrong with the first damaged
 * block: a header on which heap_walk would stop, a HEAP_LEFT_IN_USE that does
 * not say what the block on the left is, a free block whose footer is not its
 * size, two free neighbours; an epilogue that is not a header of size 0 in use;
 * a link that leads to no free block and is not the list's end, two links that
 * contradict each other (where a's next is b, b's prev is a), a list that goes
 * round, a block in the list of another class than its size's, a free block that
 * is in no list. What else you write down twice, it compares too: a bit that says
 * whether a list has a block, say.
 * Changes nothing and reads nothing outside the arena, however damaged the
 * heap is.
 */
const char *heap_check(void);

#endif
