/*
 * Differs from the reference: a block in use has no footer, so its payload
 * may reach to its end. Bit 1 of each header (and of the epilogue) says whether
 * the block on the left is in use; only if it isn't is there a footer to look
 * at. glibc does it like this, and stage 11 will.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

#define USED      HEAP_IN_USE
#define LEFT_USED HEAP_YOURS

struct head {
	size_t word;
};

static struct head *first, *last;       /* last: the epilogue */

static size_t size_of(const struct head *b)
{
	return b->word & ~(size_t)15;
}

static struct head *at(struct head *b, size_t bytes)
{
	return b + bytes / sizeof *b;
}

static struct head *right_of(struct head *b)
{
	return at(b, size_of(b));
}

bool heap_init(void)
{
	struct head *pad = pages_grow(16);

	first = last = NULL;
	if (pad == NULL)
		return false;
	first = last = pad + 1;
	last->word = USED | LEFT_USED;
	return true;
}

/* A free block; its left neighbour is in use, or it would be part of it. */
static struct head *make_free(struct head *b, size_t size)
{
	b->word = size | LEFT_USED;
	at(b, size)[-1].word = size;
	at(b, size)->word &= ~LEFT_USED;
	return b;
}

static struct head *join(struct head *b, size_t size)
{
	struct head *right = at(b, size);

	if (!(right->word & USED))
		size += size_of(right);
	if (!(b->word & LEFT_USED)) {
		size += b[-1].word;
		b -= b[-1].word / sizeof *b;
	}
	return make_free(b, size);
}

static struct head *lengthen(size_t need)
{
	size_t lack = need;

	if (last == NULL)
		return NULL;
	if (!(last->word & LEFT_USED))
		lack -= last[-1].word;
	if (pages_grow(lack) == NULL)
		return NULL;
	struct head *fresh = last;
	last = at(last, lack);
	last->word = USED;
	return join(fresh, lack);
}

void *heap_alloc(size_t size)
{
	size_t need, rest;
	struct head *b = first;

	if (size > SIZE_MAX - 8 || !align_up(size + 8, 16, &need))
		return NULL;
	if (need < HEAP_SMALLEST)
		need = HEAP_SMALLEST;
	while (b != last && (b->word & USED || size_of(b) < need))
		b = right_of(b);
	if (b == last && (b = lengthen(need)) == NULL)
		return NULL;
	rest = size_of(b) - need;
	if (rest >= HEAP_SMALLEST) {
		b->word = need | USED | LEFT_USED;
		make_free(right_of(b), rest);
	} else {
		b->word |= USED;
		right_of(b)->word |= LEFT_USED;
	}
	return b + 1;
}

void heap_free(void *payload)
{
	struct head *b = payload;

	if (b != NULL)
		join(b - 1, size_of(b - 1));
}

static const char *trouble(const struct head *b)
{
	size_t left = (size_t)(last - b) * sizeof *b;

	if (b->word & 12)
		return "bit 2 or 3 is set";
	if (size_of(b) < HEAP_SMALLEST)
		return "too small for a block";
	return size_of(b) > left ? "the block leaves the arena" : NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (struct head *b = first; b != last; b = right_of(b)) {
		bool used = b->word & USED;
		struct heap_block block = { b, size_of(b), b + 1, 0, used };

		if (trouble(b) != NULL)
			return false;
		block.payload_size = block.size - (used ? 8 : 16);
		if (!visit(&block, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	bool left_used = true;

	for (struct head *b = first; b != last; b = right_of(b)) {
		if (trouble(b) != NULL)
			return trouble(b);
		if (!(b->word & LEFT_USED) == left_used)
			return "bit 1 is wrong about the block on the left";
		left_used = b->word & USED;
		if (!left_used && right_of(b)[-1].word != size_of(b))
			return "a free block's footer is not its size";
		if (!left_used && b != first && !(b->word & LEFT_USED))
			return "two free blocks in a row";
	}
	if (last != NULL && last->word != (USED | (left_used ? LEFT_USED : 0)))
		return "the epilogue was overwritten";
	return NULL;
}
