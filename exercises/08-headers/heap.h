/*
 * heap.h - an allocator that keeps a header before each payload.
 *
 * The heap lives in one arena, which the page source (pages.h) lengthens at
 * its end. Nobody else asks the page source for memory. The arena is laid
 * out like this; the layout is part of the contract, and the tests read it:
 *
 *     pages_lo()                                                 pages_hi()
 *     |                                                                   |
 *     | pad | header payload ... | header payload ... | ... | epilogue |
 *        8  |<---- a block ----->|<---- a block ----->|          8
 *
 *  - A block is one header and the payload right behind it. Block follows
 *    block without a gap: where one ends, the next one's header stands.
 *  - A header is one size_t. It holds the size of the whole block in bytes,
 *    header included, which is a multiple of HEAP_ALIGNMENT and never 0;
 *    plus HEAP_IN_USE if the block is in use. The other low bits are 0.
 *  - The pad is one unused word, so that every payload is aligned.
 *  - The epilogue is a header of size 0, marked in use: the end of the list.
 *
 * Sizes are in bytes. One thread at a time may use the heap.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>

#define HEAP_ALIGNMENT 16           /* of every payload; max_align_t on x86-64 */
#define HEAP_IN_USE    ((size_t)1)  /* bit 0 of a header                       */

/*
 * Forgets every block and begins an empty heap at the arena's start. Call it
 * first, and again whenever the page source was reset; never otherwise.
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
 * Takes the first free block, in address order, that is large enough. Only
 * when there is none does it ask the page source. A block that is made of
 * new memory is as small as it can be: header and size bytes, rounded up to
 * HEAP_ALIGNMENT. (You may ask the page source for up to 64 KiB more than
 * you need and keep the rest as a free block at the end, to cut new blocks
 * from its front; you don't have to.)
 * A free block may be handed out whole, even if it is larger than needed; or
 * split, with the rest, at either end, left as a free block.
 *
 * Returns NULL when the size can't be had (no more pages, or so large that
 * the sum of header and size, rounded up, doesn't fit a size_t). Then every
 * payload in use is as it was, and the heap is sound; later calls may succeed.
 * A size of 0 gives NULL or a payload of its own that heap_free accepts;
 * C17 (7.22.3) leaves malloc the same choice.
 */
void *heap_alloc(size_t size);

/*
 * Takes back a payload that heap_alloc returned and that has not been freed
 * since; from now on it belongs to the heap, which may merge it with free
 * neighbours. NULL is fine and does nothing.
 * Anything else is undefined behaviour, as it is with free.
 */
void heap_free(void *payload);

/* What heap_walk says about one block. */
struct heap_block {
	void *start;                /* its header's address                 */
	size_t size;                /* bytes, header included               */
	void *payload;              /* the first byte after the header      */
	size_t payload_size;        /* bytes, header not included           */
	bool in_use;
};

/*
 * Called by heap_walk for each block; *block is valid during the call only.
 * Returns true to go on, false to stop. Must not call heap_alloc or heap_free.
 */
typedef bool heap_visit(const struct heap_block *block, void *context);

/*
 * Calls visit(block, context) for each block, free ones too, in the order of
 * addresses. The pad and the epilogue are no blocks. Changes nothing.
 * Returns true when every block was visited; false when visit stopped the
 * walk, or when a header is such that the walk can't go on: a low bit is set
 * that means nothing, the size is 0, or the block would reach past the
 * epilogue. Such a header is not visited. A heap without blocks: true.
 */
bool heap_walk(heap_visit *visit, void *context);

/*
 * Looks for damage. Returns NULL when the heap is sound, or else a constant
 * text (not yours to free) that says what is wrong with the first damaged
 * header: one on which heap_walk would stop, or an epilogue that is not the
 * header of size 0 in use. Changes nothing and reads nothing outside the
 * arena, however damaged the heap is.
 */
const char *heap_check(void);

#endif
