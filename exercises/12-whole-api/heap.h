/*
 * heap.h - an allocator with all that a program asks of malloc.
 *
 * The heap lives in one arena, which the page source (pages.h) lengthens at its
 * end, and shortens there; large blocks have mappings of their own. Nobody else
 * asks the page source for memory. The arena is laid out like this; the layout is
 * part of the contract, and the tests read it:
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
 *    Bit 2, HEAP_MAPPED, and bit 3 are 0.
 *  - The payload begins right behind the header. In a block in use it reaches to
 *    the block's end: such a block has no footer.
 *  - A free block's last word is its footer: the size once more, and no bits.
 *  - Two free blocks are never neighbours.
 *  - There are HEAP_CLASSES lists, one for each class of sizes (heap_class).
 *    Each free block is in the list of its class, once; nothing else is in one.
 *    The two words behind a free block's header are its links: the next block of
 *    that list, and the one before. Each is the address of that block's header.
 *    At the two ends of a list a link is NULL, or the address of something of
 *    yours that is no block. In which order a list has its blocks is up to you.
 *  - The pad is what you need it for; with it, the first payload is aligned.
 *    heap_init makes it: 8, 24, 40, 56 or 72 bytes.
 *  - The epilogue is a header of size 0, marked in use: the end of the row. Its
 *    HEAP_LEFT_IN_USE speaks of the last block.
 *  - A large block, HEAP_LARGE bytes or more, may have a mapping of its own
 *    instead of a place in the arena. Its header stands in front of the payload,
 *    as everywhere; it holds HEAP_MAPPED, HEAP_IN_USE and HEAP_LEFT_IN_USE, and a
 *    size such that header and payload lie in the mapping. The mapping has up to
 *    64 bytes more than the block.
 *  - One mapping may be kept when its block is freed, for the next large block:
 *    the spare. It is given back before the arena grows.
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
#define HEAP_MAPPED      ((size_t)4) /* bit 2 of a header                       */

#define HEAP_CLASSES     128         /* of sizes                                */
#define HEAP_EXACT       1024        /* below, each size is a class of its own  */
#define HEAP_PARTS       8           /* from there on, classes in each doubling */
#define HEAP_TRIES       8           /* blocks to look at in one class, at most */

/* Of blocks, in bytes: */
#define HEAP_LARGE ((size_t)1 << 20) /* these and larger ones may be mapped     */
#define HEAP_TRIM  ((size_t)16 << 20) /* a free end of the arena isn't so large  */
#define HEAP_SPARE ((size_t)16 << 20) /* a spare mapping's is not larger         */

/*
 * Forgets every block and begins an empty heap at the arena's start: a pad,
 * the epilogue, and nothing else; no mapping, and no spare. Call it first, and
 * again whenever the page source was reset; never otherwise.
 * Returns true, or false when the page source has nothing to give: then
 * there are no blocks, and heap_alloc returns NULL, until heap_init has been
 * called again with success.
 */
bool heap_init(void);

/*
 * The class that blocks of size bytes belong to, header included: a number below
 * HEAP_CLASSES. size is a multiple of HEAP_ALIGNMENT, and HEAP_SMALLEST at least.
 *
 * Below HEAP_EXACT the classes count the sizes in steps of HEAP_ALIGNMENT: class
 * size / HEAP_ALIGNMENT has blocks of this one size. (So 0 and 1 stay empty.)
 * From HEAP_EXACT on, the sizes from each power of two up to the next are cut
 * into HEAP_PARTS equal parts, and each part is a class; the next numbers are
 * theirs, in order. The last class has also all sizes that would come after it.
 *
 *     32 -> 2    48 -> 3    1008 -> 63    1024 -> 64    1136 -> 64    1152 -> 65
 *     2032 -> 71    2048 -> 72    2288 -> 72    2304 -> 73    262144 -> 127
 */
size_t heap_class(size_t size);

/*
 * Returns a payload of at least size bytes, aligned to HEAP_ALIGNMENT, its
 * content unspecified. It is yours until you give it to heap_free, or heap_realloc
 * moves it; until then it overlaps no other payload, and the heap neither reads nor
 * writes it. (The same goes for payloads of the functions below.)
 *
 * Its block is as small as can be: header and size bytes, rounded up to
 * HEAP_ALIGNMENT; but HEAP_SMALLEST at least. It may have 16 bytes more where
 * those would be all that is left of a free block, too few for a block of their
 * own.
 *
 * From HEAP_LARGE on it has a mapping, if the page source gives one: the spare, made
 * as large as is needed, or a new one. If the page source says no, and below
 * HEAP_LARGE, it is a block of the arena.
 *
 * Which free block of the arena it takes, and splits, is a matter of classes:
 *  - Below HEAP_EXACT, one of the list of its size's class if there is any.
 *  - From HEAP_EXACT on, a block of that class may be too small. It looks at no
 *    more than HEAP_TRIES of them, and takes one of those that are large enough,
 *    if there are such.
 *  - Otherwise a block of the first larger class that has any: there each is
 *    large enough.
 * It looks at no other block (but perhaps at the neighbours of the one it
 * takes), and finds the first class that has a block by a map of bits: the time
 * that it takes does not grow with the number of blocks.
 *
 * The rest of the block, if there are HEAP_SMALLEST bytes or more, stays a free
 * block, behind the new one or in front of it. Only when it has found none does
 * it ask the page source. If the last block is free then, it asks for no more than
 * what that one lacks; for nothing, if that one is large enough and was only not
 * looked at. (It may ask for up to 64 KiB on top and keep the rest as
 * a free block; it doesn't have to.)
 *
 * Returns NULL when the size can't be had: no more pages, or about PTRDIFF_MAX and
 * more (no object may be so large that a difference of pointers into it doesn't fit
 * a ptrdiff_t). Then no block has changed; later calls may succeed.
 * A size of 0 gives a payload of its own that heap_free accepts. (malloc may give
 * NULL as well; then nobody can tell it from a failure.)
 */
void *heap_alloc(size_t size);

/*
 * The same for count elements of size bytes each, side by side, and all bytes are
 * zero. NULL also when the product is greater than SIZE_MAX.
 */
void *heap_calloc(size_t count, size_t size);

/*
 * The same with another alignment: any power of two, also one below HEAP_ALIGNMENT,
 * which then goes without saying. size need not be a multiple of it (C11 asked for
 * that; C17 doesn't). The block lies in the arena, whatever its size. Of what the
 * alignment costs, nothing is lost: in front of the block, and behind it, are free
 * blocks, or no more than heap_alloc would waste.
 * NULL also when alignment is no power of two (0 is none).
 */
void *heap_aligned_alloc(size_t alignment, size_t size);

/*
 * Gives a payload another size: returns one with room for size bytes that begins
 * with what the old one had, up to the smaller size. What is new is unspecified.
 * The old payload is yours no longer, even if the address is the same.
 *
 * The block stays where it is if that is possible: if it shrinks (then what is
 * left over, HEAP_SMALLEST bytes or more, becomes free, one with a free block on its
 * right); if there is enough in the free block on its right; or if it, or that
 * free block, is the arena's last: then the arena grows by what is missing. A mapped
 * block of HEAP_LARGE bytes before and after is remapped (pages.h), which copies
 * nothing. Otherwise it is heap_alloc, a copy, and heap_free.
 *
 * NULL when the size can't be had, and then the old payload is yours still, and
 * unchanged. A size that is not larger can always be had.
 * payload NULL: this is heap_alloc. A size of 0 is one like any other: the result is
 * a payload that heap_free accepts, and not NULL. (What realloc does there, C17
 * leaves to the implementation, and C23 to nobody: it is undefined.)
 * For what payload may be, the same holds as for heap_free. The alignment of
 * heap_aligned_alloc is not kept when the block moves.
 */
void *heap_realloc(void *payload, size_t size);

/*
 * Takes back a payload that one of the functions above returned and that has not
 * been freed since, nor given to heap_realloc with success; from now on it belongs
 * to the heap. Its block is one free block with the free neighbours it had, on
 * either side, and once in the list of its class, when heap_free returns. But if
 * that is the arena's last block then, and has HEAP_TRIM bytes or more, it is given
 * back to the page source as a whole. (heap_realloc does the same with what it
 * frees. If the page source takes nothing back, it is a free block like others.)
 * A mapping becomes the spare, and the one that was it before is given back. One
 * whose block has more than HEAP_SPARE bytes is given back itself.
 * NULL is fine and does nothing. Anything else is undefined behaviour, as it
 * is with free.
 */
void heap_free(void *payload);

/*
 * The bytes that the payload has room for: what was asked for, or a little more. All
 * of them may be used. 0 for NULL; otherwise the same holds as for heap_free.
 */
size_t heap_usable_size(const void *payload);

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
 * the call only. Returns true to go on, false to stop. Must not call a function
 * that changes the heap.
 */
typedef bool heap_visit(const struct heap_block *block, void *context);

/*
 * Calls visit(block, context) for each block of the arena, free ones too, in the
 * order of addresses. The pad and the epilogue are no blocks, and mapped ones lie
 * elsewhere. Changes nothing.
 * Returns true when every block was visited; false when visit stopped the
 * walk, or when a header is such that the walk can't go on: bit 2 or 3 is
 * set, the size is below HEAP_SMALLEST, or the block would reach past the
 * epilogue. Such a header is not visited. A heap without blocks: true.
 */
bool heap_walk(heap_visit *visit, void *context);

/*
 * The same for the blocks of the lists: calls visit for each free block, once,
 * list by list from class 0 on, each in its order. Changes nothing.
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
 * round, a free block that is not in the list of its class. What else you write
 * down twice, it compares too: a bit that says whether a list has a block, say.
 * Changes nothing and reads nothing outside the arena, however damaged the
 * heap is.
 */
const char *heap_check(void);

#endif
