/*
 * heap_play.h - random requests to the student's heap, and what must be true
 * after each of them (stage 09 and on). To be included by a stage's tests.
 *
 * The fence watches the payloads. What the arena looks like is read here, word
 * by word, and not asked of the student's heap_walk.
 */
#ifndef HEAP_PLAY_H
#define HEAP_PLAY_H

#include "heap_layout.h"
#include "sequence.h"

/* What stood in the arena before a request. */
static struct {
	size_t largest;             /* free block; 0: none is free           */
	size_t last;                /* the last block, if it is free, or 0   */
	char *end;
} was;

struct census {
	size_t in_use, largest, last;
};

/* The layout must be right: steps from header to header. */
static inline struct census count_blocks(void)
{
	struct census c = { 0, 0, 0 };
	size_t size;

	for (char *at = first_block; at != epilogue(); at += size) {
		size_t word = *(size_t *)(void *)at;
		bool used = (word & HEAP_IN_USE) != 0;

		size = word & ~((size_t)HEAP_ALIGNMENT - 1);
		c.last = used ? 0 : size;
		c.in_use += used;
		if (c.last > c.largest)
			c.largest = c.last;
	}
	return c;
}

/*
 * A stage that promises more about which free block is taken defines HEAP_CHOICE
 * before it includes this, and these three: what is to be known before a
 * request of that size, whether a free block had to be found then, and NULL or
 * what is wrong with the one that was taken.
 */
#ifndef HEAP_CHOICE
static inline void remember_choice(size_t size)
{
	(void)size;
}

static inline bool must_find(size_t size)
{
	return was.largest >= most_block(size);
}

static inline const char *choice_trouble(const void *payload)
{
	(void)payload;
	return NULL;
}
#endif

static inline void remember(const struct sequence_op *op)
{
	struct census c = count_blocks();

	if (op->kind == 'a')
		remember_choice(op->size);
	was.largest = c.largest;
	was.last = c.last;
	was.end = pages_hi();
}

/* How far the arena grew for this request, and why it should not have. */
static inline const char *growth_trouble(size_t size)
{
	static char text[160];
	size_t grown = (size_t)((char *)pages_hi() - was.end);

	if (grown == 0)
		return NULL;
	if (must_find(size)) {
		snprintf(text, sizeof text, "heap_alloc(%zu) asked the page source, "
		         "although a block of %zu bytes was free.", size, was.largest);
		return text;
	}
	if (grown <= most_block(size) - was.last + RESERVE)
		return NULL;
	snprintf(text, sizeof text, "heap_alloc(%zu) asked the page source for %zu "
	         "bytes, although the last block was free and had %zu.", size, grown,
	         was.last);
	return text;
}

static inline const char *block_size_trouble(const struct sequence_op *op,
                                             const void *payload)
{
	static char text[160];
	size_t block = size_of(payload);

	if (block >= least_block(op->size)
	    && block <= most_block(op->size) + HEAP_ALIGNMENT)
		return NULL;
	snprintf(text, sizeof text, "%s%zu) gave a block of %zu bytes; %zu are "
	         "enough.", op->kind == 'a' ? "heap_alloc(" : "heap_realloc(..., ",
	         op->size, block, most_block(op->size));
	return text;
}

static inline const char *look(const struct sequence_op *op, const void *payload)
{
	static char text[200];
	const char *problem = NULL;

	if (op->kind == 'a' && payload == NULL && op->size > 0)
		return "heap_alloc gave NULL, although there is memory.";
	if (op->kind == 'r' && payload == NULL && op->size > 0)
		return "heap_realloc gave NULL, although there is memory.";
	problem = layout_trouble();
	if (problem == NULL && count_blocks().in_use != fence_live()) {
		snprintf(text, sizeof text, "%zu blocks are marked in use, but %zu "
		         "payloads are.", count_blocks().in_use, fence_live());
		return text;
	}
	if (problem == NULL && payload != NULL && op->kind != 'f')
		problem = block_size_trouble(op, payload);
	if (problem == NULL && payload != NULL && op->kind == 'a')
		problem = growth_trouble(op->size);
	if (problem == NULL && payload != NULL && op->kind == 'a')
		problem = choice_trouble(payload);
	if (problem != NULL || (problem = heap_check()) == NULL)
		return problem;
	snprintf(text, sizeof text, "heap_check finds fault with a sound heap: %s",
	         problem);
	return text;
}

/* Plays count requests that are drawn by weight. number tells this play from
   others. Fails the test with the fewest requests that are wrong. */
#define play_random(number, weights, count) \
	play_random_at((number), (weights), (count), __FILE__, __LINE__)
static inline void play_random_at(unsigned number,
                                  const struct sequence_weights *weights,
                                  size_t count, const char *file, unsigned line)
{
	static const struct fence_allocator heap = HEAP_FENCED;
	static const struct sequence_subject subject = {
		.allocator = &heap, .begin = begin, .before = remember, .after = look,
	};
	static struct sequence s;

	sequence_draw(&s, sequence_seed(number), weights, count);
	sequence_try_at(&subject, &s, file, line);
}

#endif
