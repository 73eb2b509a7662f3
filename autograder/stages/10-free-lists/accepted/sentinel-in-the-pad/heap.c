/*
 * Differs from the reference: the list goes round through the pad, which is 40
 * bytes long and holds the sentinel's links; so the heap keeps all but two
 * addresses in the arena. A block in use has no footer, and bit 1 of each header
 * tells whether the block on the left is in use (as in stage 11). The block freed
 * last stands first; the best fit is taken.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

#define USED      HEAP_IN_USE
#define LEFT_USED HEAP_YOURS

/* Of a free block the first three words; of the pad those that matter. */
struct chunk {
	size_t word;
	struct chunk *next, *prev;
};

static struct chunk *ring;              /* in the pad         */
static struct chunk *last;              /* the epilogue       */

static struct chunk *at(const struct chunk *c, size_t bytes)
{
	return (struct chunk *)(void *)((char *)c + bytes);
}

static struct chunk *first(void)
{
	return at(ring, 32);
}

static size_t size_of(const struct chunk *c)
{
	return c->word & ~(size_t)15;
}

static size_t *word_before(struct chunk *c)
{
	return (size_t *)(void *)c - 1;
}

bool heap_init(void)
{
	char *arena = pages_grow(48);

	ring = last = NULL;
	if (arena == NULL)
		return false;
	ring = (struct chunk *)(void *)(arena + 8);
	ring->word = 0;
	ring->next = ring->prev = ring;
	last = first();
	last->word = USED | LEFT_USED;
	return true;
}

static void detach(struct chunk *c)
{
	c->next->prev = c->prev;
	c->prev->next = c->next;
}

static struct chunk *attach(struct chunk *c, size_t size)
{
	struct chunk *right = at(c, size);

	c->word = size | LEFT_USED;
	*word_before(right) = size;
	right->word &= ~LEFT_USED;
	c->prev = ring;
	c->next = ring->next;
	c->next->prev = ring->next = c;
	return c;
}

static struct chunk *join(struct chunk *c, size_t size)
{
	struct chunk *right = at(c, size);

	if (!(right->word & USED)) {
		detach(right);
		size += size_of(right);
	}
	if (!(c->word & LEFT_USED)) {
		size_t left = *word_before(c);
		c = (struct chunk *)(void *)((char *)c - left);
		detach(c);
		size += left;
	}
	return attach(c, size);
}

static struct chunk *lengthen(size_t need)
{
	struct chunk *fresh = last;

	if (!(last->word & LEFT_USED))
		need -= *word_before(last);
	if (pages_grow(need) == NULL)
		return NULL;
	last = at(last, need);
	last->word = USED;
	return join(fresh, need);
}

static struct chunk *best(size_t need)
{
	struct chunk *found = NULL;

	for (struct chunk *c = ring->next; c != ring; c = c->next)
		if (c->word >= need && (found == NULL || c->word < found->word))
			found = c;
	return found;
}

void *heap_alloc(size_t size)
{
	struct chunk *c;
	size_t need;

	if (ring == NULL || size > SIZE_MAX - 8 || !align_up(size + 8, 16, &need))
		return NULL;
	if (need < HEAP_SMALLEST)
		need = HEAP_SMALLEST;
	if ((c = best(need)) == NULL && (c = lengthen(need)) == NULL)
		return NULL;
	size_t rest = size_of(c) - need;
	detach(c);
	if (rest >= HEAP_SMALLEST) {
		c->word = need | USED | LEFT_USED;
		attach(at(c, need), rest);
	} else {
		c->word |= USED;
		at(c, need + rest)->word |= LEFT_USED;
	}
	return &c->next;
}

void heap_free(void *payload)
{
	if (payload != NULL) {
		struct chunk *c = (struct chunk *)(void *)((size_t *)payload - 1);
		join(c, size_of(c));
	}
}

static const char *trouble(const struct chunk *c)
{
	if (c->word & 12)
		return "bit 2 or 3 is set";
	if (size_of(c) < HEAP_SMALLEST)
		return "too small for a block";
	if (size_of(c) > (size_t)((char *)last - (const char *)c))
		return "the block leaves the arena";
	return NULL;
}

static bool show(struct chunk *c, heap_visit *visit, void *context)
{
	bool used = c->word & USED;
	struct heap_block block = { c, size_of(c), &c->next, 0, used };

	block.payload_size = block.size - (used ? 8 : 16);
	return visit(&block, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	if (ring == NULL)
		return true;
	for (struct chunk *c = first(); c != last; c = at(c, size_of(c)))
		if (trouble(c) != NULL || !show(c, visit, context))
			return false;
	return true;
}

static bool can_follow(const struct chunk *c, const struct chunk *prev)
{
	uintptr_t here = (uintptr_t)c, low = (uintptr_t)first();

	if (c == ring)
		return ring->prev == prev;
	if (here < low || here >= (uintptr_t)last || (here - low) % 16 != 0)
		return false;
	return trouble(c) == NULL && !(c->word & USED) && c->prev == prev
	       && *word_before(at(c, size_of(c))) == size_of(c);
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	struct chunk *c = ring;

	while (ring != NULL) {
		if (!can_follow(c->next, c))
			return false;
		c = c->next;
		if (c == ring)
			break;
		if (!show(c, visit, context))
			return false;
	}
	return true;
}

static bool count(const struct heap_block *block, void *context)
{
	(void)block;
	*(size_t *)context += 1;
	return true;
}

const char *heap_check(void)
{
	size_t row = 0, listed = 0;
	bool left_used = true;

	if (ring == NULL)
		return NULL;
	for (struct chunk *c = first(); c != last; c = at(c, size_of(c))) {
		if (trouble(c) != NULL)
			return trouble(c);
		if (!(c->word & LEFT_USED) == left_used)
			return "bit 1 is wrong about the block on the left";
		if (!left_used && !(c->word & USED))
			return "two free blocks in a row";
		left_used = c->word & USED;
		row += !left_used;
		if (!left_used && *word_before(at(c, size_of(c))) != size_of(c))
			return "a free block's footer is not its size";
	}
	if (last->word != (USED | (left_used ? LEFT_USED : 0)))
		return "the epilogue was overwritten";
	if (!heap_walk_free(count, &listed))
		return "a link is wrong";
	return listed == row ? NULL : "a free block is not in the list";
}
