/*
 * heap.c - malloc's family, on lists by size, and mappings for what is large.
 *
 *     | pad | header payload | header next prev .. footer | ... | epilogue |
 *             ^ heap.first                                        ^ heap.end
 *
 * The lists are doubly linked and end with NULL, and the newest block is first.
 * A bit for each list says whether it has one, so the first list that can serve a
 * request is found by an instruction of the processor, and not by a search.
 *
 * A large block has a mapping of its own, and a pad of 8 bytes in front as well.
 * heap.h tells what is promised; pages.h where the memory comes from.
 */
#include "heap.h"

#include <stdint.h>
#include <string.h>

#include "pages.h"
#include "sizes.h"

/* Size of the whole block, plus flags. A footer is one, too, without flags. */
struct header {
	size_t word;
};

/* What a free block has behind its header. */
struct links {
	struct header *next, *prev;
};

#define FLAG_BITS     ((size_t)HEAP_ALIGNMENT - 1)    /* no part of the size */
#define BOTH_IN_USE   (HEAP_IN_USE | HEAP_LEFT_IN_USE)
#define EXACT         1024                  /* below, each size is a class     */
#define EXACT_CLASSES (EXACT / HEAP_ALIGNMENT)
#define PARTS         8                     /* of each doubling from there on  */
#define WORD_BITS     64                    /* of uint64_t                     */
/* student: begin
 */
#define ENDS          (2 * sizeof(struct header))     /* pad, and last word  */
/* student: end */

/* What few requests need is kept apart: others would save registers for it. */
#define APART         __attribute__((cold, noinline))

/* All zero until heap_init; first == end while the arena has no blocks. */
static struct heap {
	struct header *first;
	struct header *end;         /* the epilogue                            */
	struct header *lists[HEAP_CLASSES];
	uint64_t nonempty[HEAP_CLASSES / WORD_BITS];  /* a bit for each list   */
	/* student: begin
	 */
	struct header *spare;       /* a large block that was freed, or NULL   */
	/* student: end */
} heap;

struct heap_info heap_info;

bool heap_init(void)
{
	heap = (struct heap){ 0 };
	/* student: begin
	 */
	heap_info = (struct heap_info){ 0 };
	/* student: end */
	struct header *pad = pages_grow(2 * sizeof *pad);
	if (pad == NULL)
		return false;
	heap.first = heap.end = pad + 1;
	heap.end->word = BOTH_IN_USE;
	return true;
}

/* ---- blocks ---- */

static size_t block_size(const struct header *block)
{
	return block->word & ~FLAG_BITS;
}

static bool has(const struct header *block, size_t flag)
{
	return (block->word & flag) != 0;
}

/* The header that stands, or shall stand, so many bytes behind this one. */
static struct header *behind(const struct header *block, size_t bytes)
{
	return (void *)((unsigned char *)block + bytes);
}

static struct header *block_after(const struct header *block)
{
	return behind(block, block_size(block));
}

/* Only when it is free: otherwise there is no footer that tells its size. */
static struct header *block_before(const struct header *block)
{
	return (void *)((unsigned char *)block - (block - 1)->word);
}

/* Only of a free block: otherwise these are the caller's bytes. */
static struct links *links_of(const struct header *block)
{
	return (void *)(block + 1);
}

/* ---- lists ---- */

/* heap_class for use in here: a static function costs no call. */
static inline size_t class_of(size_t size)
{
	if (size < EXACT)
		return size / HEAP_ALIGNMENT;
	size_t doublings = WORD_BITS - 1 - __builtin_clzll(size / EXACT);
	size_t part = (size >> doublings) / (EXACT / PARTS) % PARTS;
	size_t class = EXACT_CLASSES + doublings * PARTS + part;
	return class < HEAP_CLASSES ? class : HEAP_CLASSES - 1;
}

size_t heap_class(size_t size)
{
	return class_of(size);
}

static inline void enter(struct header *block, size_t size)
{
	size_t class = class_of(size);
	struct header *next = heap.lists[class];

	*links_of(block) = (struct links){ .next = next, .prev = NULL };
	if (next != NULL)
		links_of(next)->prev = block;
	heap.lists[class] = block;
	heap.nonempty[class / WORD_BITS] |= (uint64_t)1 << class % WORD_BITS;
	/* student: begin
	 * // A free block more. What does heap_info say now? And in leave?
	 */
	heap_info.free_blocks++;
	heap_info.free_bytes += size;
	/* student: end */
}

static inline void leave(const struct header *block, size_t size)
{
	size_t class = class_of(size);
	struct links at = *links_of(block);

	if (at.next != NULL)
		links_of(at.next)->prev = at.prev;
	if (at.prev != NULL)
		links_of(at.prev)->next = at.next;
	else if ((heap.lists[class] = at.next) == NULL)
		heap.nonempty[class / WORD_BITS] &= ~((uint64_t)1 << class % WORD_BITS);
	/* student: begin
	 */
	heap_info.free_blocks--;
	heap_info.free_bytes -= size;
	/* student: end */
}

/* The first block of the first list that has one, from this class on, or NULL. */
static inline struct header *first_from(size_t class)
{
	for (; class < HEAP_CLASSES; class += WORD_BITS - class % WORD_BITS) {
		uint64_t bits = heap.nonempty[class / WORD_BITS] >> class % WORD_BITS;
		if (bits != 0)
			return heap.lists[class + (size_t)__builtin_ctzll(bits)];
	}
	return NULL;
}

/* A free block that has size bytes, or NULL. Those of its own class may be too small
   where a class has many sizes: it looks at some, and takes the smallest that fits. */
static inline struct header *find(size_t size)
{
	size_t class = class_of(size);
	struct header *best = NULL, *at = heap.lists[class];

	if (class < EXACT_CLASSES)
		return first_from(class);
	for (int i = 0; at != NULL && i < HEAP_TRIES; at = links_of(at)->next, i++)
		if (block_size(at) >= size
		    && (best == NULL || block_size(at) < block_size(best)))
			best = at;
	return best != NULL ? best : first_from(class + 1);
}

/* ---- changing blocks ---- */

/* student: begin
 * // Your turn, when the arena's part is done: a large block from a mapping, and
 * // a free one at the end, which goes back to the page source.
 */
/* Makes a large block of a mapping: of this one's, or of a new one if it is NULL.
   NULL, and no change, without pages. */
static struct header *map_block(struct header *old, size_t size)
{
	struct header *pad = old == NULL ? pages_map(size + ENDS)
	                   : pages_remap(old - 1, block_size(old) + ENDS, size + ENDS);

	if (pad == NULL)
		return NULL;
	pad[1].word = size | BOTH_IN_USE | HEAP_MAPPED;
	return pad + 1;
}

static void drop_spare(void)
{
	if (heap.spare != NULL)
		pages_unmap(heap.spare - 1, block_size(heap.spare) + ENDS);
	heap.spare = NULL;
}

/* Keeps a large block that was freed for the next one: new pages have to be filled
   with zeros by the system, which takes longer than all that is done here. */
APART static void set_aside(struct header *block)
{
	drop_spare();
	heap.spare = block;
	if (block_size(block) > HEAP_SPARE)
		drop_spare();
}

/* Gives a free block at the end back to the page source, if that takes it. */
APART static void trim(struct header *block, size_t size)
{
	if (behind(block, size) != heap.end)
		return;
	leave(block, size);
	if (!pages_shrink(size)) {
		enter(block, size);
		return;
	}
	heap.end = block;
	heap.end->word = BOTH_IN_USE;
}
/* student: end */

/* Makes a free block of size bytes. Its neighbours are in use, and the right one
   knows that it is free. */
static inline void make_free(struct header *block, size_t size)
{
	block->word = size | HEAP_LEFT_IN_USE;
	behind(block, size)[-1].word = size;
	enter(block, size);
	/* student: begin
	 * // Is it the last one, and so large that it should be given back?
	 */
	if (size >= HEAP_TRIM)
		trim(block, size);
	/* student: end */
}

/* Makes one free block of one in use and of its neighbours that are free. */
static void release(struct header *block)
{
	size_t size = block_size(block);
	struct header *right = behind(block, size);

	if (has(right, HEAP_IN_USE)) {
		right->word &= ~HEAP_LEFT_IN_USE;
	} else {
		leave(right, block_size(right));
		size += block_size(right);
	}
	if (!has(block, HEAP_LEFT_IN_USE)) {
		block = block_before(block);
		leave(block, block_size(block));
		size += block_size(block);
	}
	make_free(block, size);
}

/* Marks size bytes at the start of a block as in use, which is in no list, and which
   the right neighbour takes for free. What is left behind them is a free block, unless
   it is too small to be one. */
static inline void take(struct header *block, size_t size)
{
	size_t rest = block_size(block) - size;

	if (rest < HEAP_SMALLEST) {
		block->word |= HEAP_IN_USE;
		block_after(block)->word |= HEAP_LEFT_IN_USE;
	} else {
		block->word = (block->word - rest) | HEAP_IN_USE;
		make_free(behind(block, size), rest);
	}
}

/* The block of size bytes at the end, in no list, that new memory makes with the
   last block if that is free; or just that one, if it is large enough and was
   overlooked. NULL, and no change, without pages. */
APART static struct header *grow(size_t size)
{
	struct header *block = heap.end;
	size_t there = 0;

	if (block == NULL)
		return NULL;
	/* student: begin
	 * // Is there something to be given back first?
	 */
	drop_spare();
	/* student: end */
	if (!has(block, HEAP_LEFT_IN_USE)) {
		block = block_before(block);
		there = block_size(block);
	}
	if (size > there && pages_grow(size - there) == NULL)
		return NULL;
	if (there > 0)
		leave(block, there);
	block->word = (size > there ? size : there) | HEAP_LEFT_IN_USE;
	heap.end = block_after(block);
	heap.end->word = HEAP_IN_USE;
	return block;
}

/* A block in use, of size bytes, in the arena. NULL, and no change, if none. On the
   way of each request, and therefore not to be called but copied in. */
__attribute__((always_inline)) static inline struct header *arena_block(size_t size)
{
	struct header *block = find(size);

	if (block != NULL)
		leave(block, block_size(block));
	else if ((block = grow(size)) == NULL)
		return NULL;
	take(block, size);
	return block;
}

/* student: begin
 * // Your turn. A helper that makes a block of the arena larger or smaller where it
 * // stands, or says that it can't, serves both heap_realloc and
 * // heap_aligned_alloc.
 */
/* Makes a block in use larger or smaller where it stands, with what is free on its
   right, and new memory at the end. False, and no change, if that isn't enough. */
static bool resize(struct header *block, size_t size)
{
	struct header *right = block_after(block);
	size_t room = has(right, HEAP_IN_USE) ? 0 : block_size(right);
	size_t now = block_size(block);

	if (size > now + room) {
		if (behind(right, room) != heap.end || grow(size - now) == NULL)
			return false;
		room = size - now;
	} else if (room > 0) {
		leave(right, room);
	} else {
		right->word &= ~HEAP_LEFT_IN_USE;
	}
	block->word += room;
	take(block, size);
	return true;
}
/* student: end */

/* ---- what programs call ---- */

/* The size of the block that a payload of so many bytes needs, if there can be one.
   This is align_up without the call: each request comes by here. */
static bool block_size_for(size_t payload, size_t *size)
{
	if (payload > PTRDIFF_MAX - 2 * HEAP_SMALLEST)
		return false;
	*size = (payload + sizeof(struct header) + FLAG_BITS) & ~FLAG_BITS;
	if (*size < HEAP_SMALLEST)
		*size = HEAP_SMALLEST;
	return true;
}

/* student: begin
 */
/* A block in use, of size bytes: of the spare mapping, a new one, or the arena. */
APART static struct header *large_block(size_t size)
{
	struct header *block = heap.end != NULL ? map_block(heap.spare, size) : NULL;

	if (block == NULL)
		return arena_block(size);
	heap.spare = NULL;
	return block;
}
/* student: end */

void *heap_alloc(size_t size)
{
	size_t wanted;

	if (!block_size_for(size, &wanted))
		return NULL;
	/* student: begin
	 * // And when it is large?
	 * struct header *block = arena_block(wanted);
	 */
	struct header *block = wanted < HEAP_LARGE ? arena_block(wanted)
	                                           : large_block(wanted);
	/* student: end */
	return block != NULL ? block + 1 : NULL;
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	struct header *block = (struct header *)payload - 1;
	/* student: begin
	 * // And when it has a mapping?
	 * release(block);
	 */
	if (has(block, HEAP_MAPPED))
		set_aside(block);
	else
		release(block);
	/* student: end */
}

size_t heap_usable_size(const void *payload)
{
	/* student: begin
	 * // Your turn. What does the header in front of it say?
	 * (void)payload;
	 * return 0;
	 */
	const struct header *end = payload;

	return end == NULL ? 0 : block_size(end - 1) - sizeof *end;
	/* student: end */
}

void *heap_calloc(size_t count, size_t size)
{
	/* student: begin
	 * // Your turn. bytes_for (stage 02) multiplies, or says no.
	 * (void)count;
	 * (void)size;
	 * return NULL;
	 */
	bool fresh = heap.spare == NULL;
	size_t bytes;

	if (!bytes_for(count, size, &bytes))
		return NULL;
	struct header *end = heap_alloc(bytes);
	/* A new mapping is zero already, and its pages need not be touched. */
	if (end != NULL && !(fresh && has(end - 1, HEAP_MAPPED)))
		memset(end, 0, bytes);
	return end;
	/* student: end */
}

void *heap_realloc(void *payload, size_t size)
{
	/* student: begin
	 * // Your turn. First so that it always moves; then let it stay where it can.
	 * // When it fails, what has to be as it was?
	 * (void)payload;
	 * (void)size;
	 * return NULL;
	 */
	size_t old = heap_usable_size(payload), wanted;

	if (payload == NULL)
		return heap_alloc(size);
	if (!block_size_for(size, &wanted))
		return NULL;
	struct header *block = (struct header *)payload - 1;
	if (!has(block, HEAP_MAPPED) && resize(block, wanted))
		return payload;
	if (has(block, HEAP_MAPPED) && wanted >= HEAP_LARGE
	    && (block = map_block(block, wanted)) != NULL)
		return block + 1;
	void *moved = heap_alloc(size);
	if (moved == NULL)
		return size <= old ? payload : NULL;
	memcpy(moved, payload, size < old ? size : old);
	heap_free(payload);
	return moved;
	/* student: end */
}

void *heap_aligned_alloc(size_t alignment, size_t size)
{
	/* student: begin
	 * // Your turn. A block that is too large surely has the right place in it.
	 * // What becomes of the bytes in front of that place?
	 * (void)alignment;
	 * (void)size;
	 * return NULL;
	 */
	size_t wanted;

	if (alignment == 0 || (alignment & (alignment - 1)) != 0
	    || !block_size_for(size, &wanted)
	    || alignment > PTRDIFF_MAX - HEAP_SMALLEST - wanted)
		return NULL;
	if (alignment <= HEAP_ALIGNMENT)
		return heap_alloc(size);
	struct header *block = arena_block(wanted + alignment + HEAP_SMALLEST);
	if (block == NULL)
		return NULL;
	/* What lies in front of the right place becomes a free block. */
	size_t lead = -(uintptr_t)(block + 1) & (alignment - 1);
	if (lead > 0) {
		lead += lead < HEAP_SMALLEST ? alignment : 0;
		struct header *aligned = behind(block, lead);
		aligned->word = (block_size(block) - lead) | BOTH_IN_USE;
		block->word -= block_size(aligned);
		release(block);
		block = aligned;
	}
	resize(block, wanted);
	return block + 1;
	/* student: end */
}

/* ---- looking ---- */

/* NULL, or why nobody can step from this block to the next. */
static const char *header_problem(const struct header *block)
{
	size_t left = (size_t)((unsigned char *)heap.end - (unsigned char *)block);

	if ((block->word & FLAG_BITS & ~BOTH_IN_USE) != 0)
		return "a header has a bit set that means nothing";
	if (block_size(block) < HEAP_SMALLEST || block_size(block) > left)
		return "a block is too small to be one, or reaches past the end";
	return NULL;
}

/* Does a free block begin here? Reads nothing outside the arena. */
static bool is_free(const struct header *at)
{
	uintptr_t first = (uintptr_t)heap.first, place = (uintptr_t)at;

	return place >= first && place < (uintptr_t)heap.end
	    && (place - first) % HEAP_ALIGNMENT == 0
	    && header_problem(at) == NULL && !has(at, HEAP_IN_USE);
}

static bool show(struct header *at, heap_visit *visit, void *context)
{
	bool used = has(at, HEAP_IN_USE);
	size_t size = block_size(at), ends = used ? sizeof *at : 2 * sizeof *at;

	return visit(&(struct heap_block){ at, size, at + 1, size - ends, used }, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct header *at = heap.first; at != heap.end; at = block_after(at))
		if (header_problem(at) != NULL || !show(at, visit, context))
			return false;
	return true;
}

/* A list that goes round comes to a block again, but not from the one before. */
bool heap_walk_free(heap_visit *visit, void *context)
{
	for (size_t class = 0; class < HEAP_CLASSES; class++) {
		struct header *at = heap.lists[class], *prev = NULL;

		for (; at != NULL; prev = at, at = links_of(at)->next)
			if (!is_free(at) || links_of(at)->prev != prev
			    || class_of(block_size(at)) != class
			    || !show(at, visit, context))
				return false;
	}
	return true;
}

static bool count_down(const struct heap_block *block, void *count)
{
	(void)block;
	--*(size_t *)count;
	return true;
}

static const char *block_problem(const struct header *block)
{
	if (header_problem(block) != NULL)
		return header_problem(block);
	const struct header *right = block_after(block), *prev;
	size_t size = block_size(block);
	if (has(right, HEAP_LEFT_IN_USE) != has(block, HEAP_IN_USE))
		return "a header is wrong about the block on its left";
	if (has(block, HEAP_IN_USE))
		return NULL;
	if (right[-1].word != size)
		return "the footer of a free block is not its size";
	if (!has(right, HEAP_IN_USE))
		return "two free blocks are neighbours";
	prev = links_of(block)->prev;
	if (prev == NULL ? heap.lists[class_of(size)] != block
	                 : !is_free(prev) || links_of(prev)->next != block)
		return "a free block is not in the list of its class";
	return NULL;
}

const char *heap_check(void)
{
	const struct header *at = heap.first;
	const char *problem;
	size_t count = 0, bytes = 0;

	if (at == NULL)
		return NULL;
	if (!has(at, HEAP_LEFT_IN_USE))
		return "the first block has nobody on its left to be free";
	for (; at != heap.end; at = block_after(at)) {
		if ((problem = block_problem(at)) != NULL)
			return problem;
		count += !has(at, HEAP_IN_USE);
		bytes += has(at, HEAP_IN_USE) ? 0 : block_size(at);
	}
	if ((at->word & ~HEAP_LEFT_IN_USE) != HEAP_IN_USE)
		return "the epilogue is damaged";
	/* student: begin
	 * // Is heap_info right about what was found? (bytes, and count.)
	 * (void)bytes;
	 */
	if (heap_info.free_blocks != count || heap_info.free_bytes != bytes)
		return "heap_info speaks of other free blocks than there are";
	/* student: end */
	if (!heap_walk_free(count_down, &count) || count != 0)
		return "a list has what is no free block of its class, or a wrong link";
	for (size_t i = 0; i < HEAP_CLASSES; i++)
		if ((heap.nonempty[i / WORD_BITS] >> i % WORD_BITS & 1)
		    != (heap.lists[i] != NULL))
			return "a bit does not tell whether its list has a block";
	return NULL;
}
