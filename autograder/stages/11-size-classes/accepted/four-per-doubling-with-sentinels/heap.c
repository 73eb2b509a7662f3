/*
 * Differs from the reference: four classes in each doubling, from the smallest
 * block on; each list goes round through a sentinel of its own. There is no map
 * of bits: the first list that has a block is found in two steps, by counts of
 * blocks for each list and sums of them for each sixteen lists. New memory comes
 * with a reserve, unless that is refused.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"

enum { GROUPS = 4, GROUP = 16, LISTS = GROUPS * GROUP, RESERVE = 32768 };

/* A header, and the links of a free block. A sentinel is one that lies outside. */
struct chunk {
	size_t head;
	struct chunk *next, *prev;
};

static struct chunk ring[LISTS];
static size_t count[LISTS], sum[GROUPS];
static struct chunk *low, *high;        /* the first block, and the epilogue */

static struct chunk *shift(const struct chunk *c, size_t bytes)
{
	return (struct chunk *)(void *)((char *)c + bytes);
}

static size_t size_of(const struct chunk *c)
{
	return c->head & ~(size_t)15;
}

static bool is_used(const struct chunk *c)
{
	return c->head & HEAP_IN_USE;
}

static size_t *word_before(struct chunk *c)
{
	return &c->head - 1;
}

/* Four quarters of each doubling; of the first, from 32 to 63, two stay empty. */
size_t heap_class(size_t size)
{
	size_t doubling = (size_t)(63 - __builtin_clzll(size)) - 5;
	size_t quarter = size >> (doubling + 3) & 3;
	size_t class = 4 * doubling + quarter;

	return class < LISTS ? class : LISTS - 1;
}

bool heap_init(void)
{
	for (size_t i = 0; i < LISTS; i++) {
		ring[i].next = ring[i].prev = &ring[i];
		count[i] = sum[i / GROUP] = 0;
	}
	low = high = NULL;
	struct chunk *arena = pages_grow(32);
	if (arena == NULL)
		return false;
	low = high = shift(arena, 24);
	high->head = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return true;
}

static void come(struct chunk *c)
{
	size_t class = heap_class(size_of(c));
	struct chunk *head = &ring[class];

	c->prev = head;
	c->next = head->next;
	c->next->prev = head->next = c;
	count[class]++;
	sum[class / GROUP]++;
}

static void go(struct chunk *c)
{
	size_t class = heap_class(size_of(c));

	c->prev->next = c->next;
	c->next->prev = c->prev;
	count[class]--;
	sum[class / GROUP]--;
}

/* The first block of the lowest list that has one, from this list on. */
static struct chunk *any_from(size_t class)
{
	for (; class < LISTS && class % GROUP != 0; class++)
		if (count[class] > 0)
			return ring[class].next;
	for (size_t group = class / GROUP; group < GROUPS; group++)
		if (sum[group] > 0) {
			for (class = group * GROUP; count[class] == 0; class++)
				;
			return ring[class].next;
		}
	return NULL;
}

static struct chunk *search(size_t need)
{
	size_t class = heap_class(need);
	struct chunk *c = ring[class].next;

	if (high == NULL)
		return NULL;
	for (int i = 0; i < HEAP_TRIES && c != &ring[class]; i++, c = c->next)
		if (size_of(c) >= need)
			return c;
	return any_from(class + 1);
}

static void make_free(struct chunk *c, size_t size)
{
	struct chunk *right = shift(c, size);

	c->head = size | HEAP_LEFT_IN_USE;
	*word_before(right) = size;
	right->head &= ~HEAP_LEFT_IN_USE;
	come(c);
}

/* Frees size bytes from c on, and merges. */
static struct chunk *unite(struct chunk *c, size_t size)
{
	struct chunk *right = shift(c, size);

	if (!is_used(right)) {
		go(right);
		size += size_of(right);
	}
	if ((c->head & HEAP_LEFT_IN_USE) == 0) {
		size_t left = *word_before(c);
		c = shift(c, 0 - left);
		go(c);
		size += left;
	}
	make_free(c, size);
	return c;
}

static struct chunk *more(size_t need)
{
	struct chunk *fresh = high;

	if (high == NULL)
		return NULL;
	if ((high->head & HEAP_LEFT_IN_USE) == 0) {
		size_t have = *word_before(high);
		if (have >= need)               /* the search has missed it */
			return shift(high, 0 - have);
		need -= have;
	}
	if (need < ((size_t)1 << 40) && pages_grow(need + RESERVE) != NULL)
		need += RESERVE;
	else if (pages_grow(need) == NULL)
		return NULL;
	high = shift(fresh, need);
	high->head = HEAP_IN_USE | HEAP_LEFT_IN_USE;
	return unite(fresh, need);
}

void *heap_alloc(size_t size)
{
	if (size > (size_t)PTRDIFF_MAX - 64)
		return NULL;
	size_t need = size <= 24 ? 32 : (size + 8 + 15) / 16 * 16;
	struct chunk *c = search(need);
	if (c == NULL && (c = more(need)) == NULL)
		return NULL;
	size_t rest = size_of(c) - need;
	go(c);
	c->head |= HEAP_IN_USE;
	if (rest >= HEAP_SMALLEST) {
		c->head -= rest;
		make_free(shift(c, need), rest);
	} else {
		shift(c, need + rest)->head |= HEAP_LEFT_IN_USE;
	}
	return &c->next;
}

void heap_free(void *payload)
{
	if (payload != NULL) {
		struct chunk *c = (struct chunk *)(void *)((char *)payload - 8);
		unite(c, size_of(c));
	}
}

static const char *trouble(const struct chunk *c)
{
	if ((c->head & 12) != 0)
		return "strange bits in a header";
	if (size_of(c) < 32 || size_of(c) > (size_t)((char *)high - (const char *)c))
		return "a header has an impossible size";
	return NULL;
}

static bool show(struct chunk *c, heap_visit *visit, void *context)
{
	struct heap_block b = { .start = c, .size = size_of(c), .payload = &c->next,
		.payload_size = size_of(c) - (is_used(c) ? 8 : 16), .in_use = is_used(c) };
	return visit(&b, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	struct chunk *c = low;

	while (c != high && trouble(c) == NULL && show(c, visit, context))
		c = shift(c, size_of(c));
	return c == high;
}

/* Is there a free block of this class? */
static bool is_one_of(const struct chunk *c, size_t class)
{
	uintptr_t here = (uintptr_t)c;

	return here >= (uintptr_t)low && here < (uintptr_t)high && (here & 15) == 8
	       && trouble(c) == NULL && !is_used(c) && heap_class(size_of(c)) == class;
}

bool heap_walk_free(heap_visit *visit, void *context)
{
	if (high == NULL)
		return true;
	for (size_t class = 0; class < LISTS; class++) {
		struct chunk *end = &ring[class], *prev = end, *c = end->next;
		for (; c != end; prev = c, c = c->next)
			if (!is_one_of(c, class) || c->prev != prev || !show(c, visit, context))
				return false;
		if (end->prev != prev)
			return false;
	}
	return true;
}

static bool tally(const struct heap_block *block, void *seen)
{
	++((size_t *)seen)[heap_class(block->size)];
	return true;
}

const char *heap_check(void)
{
	size_t free_blocks = 0, seen[LISTS] = { 0 };
	size_t left = HEAP_LEFT_IN_USE;

	if (high == NULL)
		return NULL;
	for (struct chunk *c = low; c != high; c = shift(c, size_of(c))) {
		if (trouble(c) != NULL)
			return trouble(c);
		if ((c->head & HEAP_LEFT_IN_USE) != left)
			return "bit 1 contradicts the block on the left";
		if (left == 0 && !is_used(c))
			return "free blocks were not united";
		left = is_used(c) ? HEAP_LEFT_IN_USE : 0;
		if (is_used(c))
			continue;
		free_blocks++;
		if (*word_before(shift(c, size_of(c))) != size_of(c))
			return "a footer is wrong";
	}
	if (high->head != (HEAP_IN_USE | left))
		return "the epilogue was spoilt";
	if (!heap_walk_free(tally, seen))
		return "a ring is broken";
	for (size_t class = 0; class < LISTS; class++) {
		if (seen[class] != count[class])
			return "a ring has not as many blocks as were counted";
		free_blocks -= seen[class];
	}
	return free_blocks == 0 ? NULL : "a free block is in no ring";
}
