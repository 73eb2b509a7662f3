/*
 * arena.h - an allocator that only moves on.
 *
 * There is one arena. Block stands behind block in it, in the order in which
 * they were asked for, and no block is ever given back alone: what goes, goes
 * together with all that came after it.
 *
 *     where it began                  the next block            pages_hi()
 *     |                               |                                  |
 *     | block | block |pad| block |...|        bought, not in use        |
 *     |<--------- arena_used() ------>|
 *
 *  - A block begins at the first address behind the block before that is
 *    aligned as asked. What is skipped for that, the padding, is all that lies
 *    between two blocks. There are no headers.
 *  - The bytes come from the page source (pages.h), which nobody else asks
 *    while the arena is in use.
 *
 * Sizes and alignments are in bytes. One thread at a time may use the arena.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stddef.h>

/* So much is bought at a time, if it can be had. */
#define ARENA_CHUNK ((size_t)16 << 10)

/*
 * Forgets every block and begins an empty arena, with ARENA_CHUNK bytes that
 * it buys at the page source's end. What was handed out there before is not
 * the arena's. Call it first, and again whenever the page source was reset.
 * False when there is no such chunk: then nothing can be allocated until
 * arena_init has been called again with success, and all numbers are 0.
 */
bool arena_init(void);

/*
 * Returns a block of size bytes at an address that is a multiple of alignment,
 * its content unspecified. It is yours, and the arena neither reads nor writes
 * it, until arena_release or arena_reset takes it back. Different blocks
 * share no byte. A block of 0 bytes has an address too, aligned as asked; it
 * needs no room but the padding in front of it.
 *
 * As long as the bytes that were bought suffice, the page source is not asked.
 * If they don't, it is asked for what is missing, and at most ARENA_CHUNK bytes
 * more, so that many small requests cost few calls. When it refuses that, it
 * is asked once more, for what is missing alone, rounded up to a multiple of
 * 16. New bytes continue the old ones: none are thrown away in between.
 *
 * Returns NULL when alignment is not a power of two, when the sum of sizes
 * does not fit a size_t, or when the page source has said no. Then nothing has
 * changed: the next block begins where it would have begun.
 */
void *arena_alloc(size_t size, size_t alignment);

/*
 * The same for count elements of size bytes each. NULL also when their product
 * does not fit a size_t.
 */
void *arena_array(size_t count, size_t size, size_t alignment);

/*
 * Makes a block longer by more bytes, where it stands. block is what
 * arena_alloc or arena_array returned, size its bytes until now, longer parts
 * of earlier calls included. Buys bytes as arena_alloc does.
 *
 * True: the block has size + more bytes, and the old ones are as they were.
 * False, and nothing has changed, when another block stands behind it, or when
 * there is no room.
 */
bool arena_extend(void *block, size_t size, size_t more);

/* A place in the arena: where the next block was going to be. */
struct arena_mark {
	size_t used;            /* arena_used() at that time */
};

/* The place where the arena is now. Nothing needs to be given back for it. */
struct arena_mark arena_mark(void);

/*
 * Takes back all that was allocated since the mark was made, blocks and what
 * arena_extend added, at once. Blocks from before are as they were. The memory
 * stays bought, for later requests.
 *
 * A mark stays good, also for a second time, until a mark from before it is
 * released, or all is reset. One that lies beyond what is in use was not good
 * any more: then the answer is false, and nothing happens. (Of others the
 * arena can't tell, and the behaviour is undefined.)
 */
bool arena_release(struct arena_mark mark);

/* Takes back all blocks at once, as the release of a mark from the very start
 * would do it. */
void arena_reset(void);

/*
 * Gives back to the page source what is bought and not in use, as far as it is
 * a multiple of 16 bytes. Blocks and marks stay good. Returns how many bytes
 * have gone: 0 when there were none, or when the page source keeps them.
 */
size_t arena_trim(void);

/* Bytes from the arena's start to the end of its last block, padding included. */
size_t arena_used(void);

/* The largest number that arena_used() has had since arena_init. */
size_t arena_peak(void);

#endif
