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
 *  - A large block, of HEAP_LARGE bytes or more, has a mapping of its own instead
 *    of a place in the arena (pages_map), if the page source gives one. Its header
 *    stands in front of the payload, as everywhere; it holds HEAP_MAPPED,
 *    HEAP_IN_USE, HEAP_LEFT_IN_USE, and a size such that header and payload lie in
 *    the mapping. Such a block may be up to 4096 bytes larger than it need be, and
 *    its mapping up to 64 bytes larger than it.
 *  - When a large block is freed, its mapping may be kept for the next one: the
 *    spare. There is one at most, of HEAP_SPARE bytes at most, and it is given
 *    back before the arena grows.
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

#define HEAP_CLASSES     128         /* there are, at most                      */
#define HEAP_SPREAD      ((size_t)256 << 10)  /* up to here, classes are narrow */
#define HEAP_TRIES       8           /* blocks to look at in one class, at most */

/* Of blocks, in bytes: */
#define HEAP_LARGE ((size_t)1 << 20)  /* these and larger ones are mapped        */
#define HEAP_TRIM  ((size_t)16 << 20) /* a free end of the arena isn't so large */
#define HEAP_SPARE ((size_t)16 << 20) /* nor a spare larger                      */

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
 * content unspecified. It is yours until you give it to heap_free, or heap_realloc
 * moves it; until then it overlaps no other payload, and the heap neither reads nor
 * writes it. (The same goes for payloads of the functions below.)
 *
 * Its block is as small as can be: header and size bytes, rounded up to
 * HEAP_ALIGNMENT; but HEAP_SMALLEST at least. It may have 16 bytes more where
 * those would be all that is left of a free block, too few for a block of their
 * own.
 *
 * From HEAP_LARGE on it has a mapping: a new one, or the spare, made as large as
 * is needed. If the page source says no, and below HEAP_LARGE, it is a block of
 * the arena.
 *
 * Which free block of the arena it takes is a matter of classes. Say that the block
 * has to have n bytes:
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
 * what that one lacks; for nothing, if that one is large enough and was only not
 * looked at. (It may ask for up to 64 KiB on top and keep the rest as
 * a free block; it doesn't have to.)
 *
 * Returns NULL when the size can't be had: no more pages, or about PTRDIFF_MAX and
 * more (no object may be so large that a difference of pointers into it doesn't fit
 * a ptrdiff_t). Then no block has changed; later calls may succeed.
 * A size of 0 is no failure: it gives a payload of its own that heap_free accepts.
 * (malloc may give NULL there as well; then nobody can tell it from a failure.)
 */
void *heap_alloc(size_t size);

/*
 * As heap_alloc, for count elements of size bytes each, side by side, and all their
 * bytes are zero. NULL also when the product is greater than SIZE_MAX.
 */
void *heap_calloc(size_t count, size_t size);

/*
 * As heap_alloc, with another alignment: any power of two. HEAP_ALIGNMENT, and less,
 * goes without saying: then this is heap_alloc. size need not be a multiple of the
 * alignment (C11 asked for that; C17 doesn't).
 * With more than HEAP_ALIGNMENT the block lies in the arena, whatever its size. Of
 * what the alignment costs, nothing is lost: what is left in front of the block and
 * behind it is free, but for 16 bytes, behind it, that are too few for a block.
 * heap_free and heap_realloc take the payload as any other.
 * NULL also when alignment is no power of two (0 is none).
 */
void *heap_aligned_alloc(size_t alignment, size_t size);

/*
 * Gives a payload another size: returns one with room for size bytes that begins
 * with what the old one had, up to the smaller size. What is new is unspecified.
 * The old payload is yours no longer, even if the address is the same.
 *
 * A block of the arena stays where it is
 *  - if it shrinks. What is left over, HEAP_SMALLEST bytes or more, is then freed as
 *    by heap_free;
 *  - if what it lacks is in the free block on its right. What that one has more,
 *    HEAP_SMALLEST bytes or more, stays free;
 *  - if it is the arena's last block, or that free block is. Then the arena grows by
 *    what is still missing (and 64 KiB more, if you like, as in heap_alloc).
 * But one that grows to HEAP_LARGE bytes or more may move to a mapping all the same.
 * A mapped block of HEAP_LARGE bytes before and after is remapped (pages_remap, which
 * copies nothing).
 * In all other cases, and where the page source said no, it moves: heap_alloc, a copy,
 * heap_free. Or to the left, into a free block there, if you like.
 *
 * NULL when the size can't be had, and then the old payload is yours still, and
 * unchanged. A size that is not larger can always be had, if need be where it is.
 * payload NULL: this is heap_alloc. A size of 0 is one like any other: the result is
 * a payload that heap_free accepts, and not NULL. (What realloc does there, C17
 * leaves to the implementation; in C23 it is undefined.)
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
 * back to the page source (pages_shrink); up to 64 KiB of it may stay. A smaller one
 * stays, for it will be needed again. (What heap_realloc and heap_aligned_alloc free
 * goes the same way. If the page source takes nothing back, it all stays.)
 * A mapping is given back, or becomes the spare.
 * NULL is fine and does nothing. Anything else is undefined behaviour, as it
 * is with free.
 */
void heap_free(void *payload);

/*
 * The bytes that the payload has room for: what was asked for, or a little more. All
 * of them may be used. 0 for NULL; otherwise the same holds as for heap_free.
 */
size_t heap_usable_size(const void *payload);

/* What the heap counts while it works: the free blocks of the arena. */
struct heap_info {
	size_t free_blocks;         /* how many there are                     */
	size_t free_bytes;          /* their sizes added up; headers included */
};

/*
 * The heap's own counts. They are right whenever none of its functions is at work, so
 * nobody has to walk through the heap for them; heap_init begins with 0. You write them,
 * everybody else only reads.
 */
extern struct heap_info heap_info;

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
 * round, a free block that is not in the list of its class; a count in heap_info
 * that is not what there is. What else you write down twice, it compares too: a bit
 * that says whether a list has a block, say.
 * Changes nothing and reads nothing outside the arena, however damaged the
 * heap is.
 */
const char *heap_check(void);

#endif
