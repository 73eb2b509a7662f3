/*
 * cut_heap.h - one heap, and every way to cut sizes into classes that is measured.
 *
 * The heap of this stage: headers that know their left neighbour, footers on free
 * blocks only, a list for each class with the newest block in front, and a map of
 * bits. Where the classes are cut, and how many blocks of its own class a
 * request may look at, is asked of `cut`. Each block that is looked at in a search
 * is counted: counts are the same on every machine, seconds are not.
 */
#include <stdbool.h>
#include <stdint.h>

#include "pages.h"

struct block {
	size_t word;                    /* size; bit 0: in use, bit 1: the left is */
	struct block *next, *prev;      /* while it is free                        */
};

// region: cut
static struct cut {
	const char *name;
	size_t exact;           /* below, each size is a class         */
	unsigned bits;          /* then 2 to the bits in each doubling */
	size_t tries;           /* blocks of the own class, at most    */
	bool one;               /* one list, and nothing else          */
	bool footers;           /* on blocks in use, too               */
	bool rounded;           /* sizes are rounded up to a class     */
} cut;
// endregion

enum { CLASSES = 1024 };
static struct block *lists[CLASSES];
static uint64_t map[CLASSES / 64];
static struct block *epilogue;
static size_t looked_at;

static size_t size_of(const struct block *b)
{
	return b->word & ~(size_t)15;
}

static struct block *step(struct block *b, size_t bytes)
{
	return (void *)((unsigned char *)b + bytes);
}

static size_t *word_before(struct block *b)
{
	return &b->word - 1;
}

static unsigned highest_bit(size_t n)
{
	return 63 - (unsigned)__builtin_clzll(n);
}

static size_t class_of(size_t size)
{
	if (cut.one)
		return 0;
	if (size < cut.exact)
		return size / 16;
	unsigned top = highest_bit(size), low = cut.exact > 0 ? highest_bit(cut.exact) : 5;
	size_t part = (size >> (top - cut.bits)) - ((size_t)1 << cut.bits);
	size_t class = cut.exact / 16 + ((top - low) << cut.bits) + part;
	return class < CLASSES ? class : CLASSES - 1;
}

/* The smallest size that is the first of its class, and not below this one. */
static size_t round_to_class(size_t size)
{
	size_t step_of_class = 16;

	if (size >= cut.exact && highest_bit(size) - cut.bits > 4)
		step_of_class = (size_t)1 << (highest_bit(size) - cut.bits);
	return (size + step_of_class - 1) & ~(step_of_class - 1);
}

static bool cut_init(void)
{
	unsigned char *arena = pages_grow(16);

	if (arena == NULL)
		return false;
	epilogue = (void *)(arena + 8);
	epilogue->word = 3;
	for (size_t i = 0; i < CLASSES; i++)
		lists[i] = NULL;
	for (size_t i = 0; i < CLASSES / 64; i++)
		map[i] = 0;
	looked_at = 0;
	return true;
}

static void enter(struct block *b)
{
	size_t class = class_of(size_of(b));

	b->prev = NULL;
	b->next = lists[class];
	if (b->next != NULL)
		b->next->prev = b;
	lists[class] = b;
	map[class / 64] |= (uint64_t)1 << class % 64;
}

static void leave(struct block *b)
{
	size_t class = class_of(size_of(b));

	if (b->next != NULL)
		b->next->prev = b->prev;
	if (b->prev != NULL)
		b->prev->next = b->next;
	else if ((lists[class] = b->next) == NULL)
		map[class / 64] &= ~((uint64_t)1 << class % 64);
}

static void make_free(struct block *b, size_t size)
{
	b->word = size | 2;
	*word_before(step(b, size)) = size;
	step(b, size)->word &= ~(size_t)2;
	enter(b);
}

/* One of the first list that has a block, from this class on; or NULL. */
static struct block *first_from(size_t class)
{
	uint64_t bits = 0;

	for (; class < CLASSES && bits == 0; class += 64 - class % 64)
		if ((bits = map[class / 64] >> class % 64) != 0) {
			looked_at++;
			return lists[class + (size_t)__builtin_ctzll(bits)];
		}
	return NULL;
}

/* The smallest of those that are looked at, if one is large enough. */
static struct block *find(size_t size)
{
	size_t class = class_of(size), tries = cut.tries;
	struct block *best = NULL;

	if (size < cut.exact || cut.rounded)
		return first_from(class);
	for (struct block *b = lists[class]; b != NULL && tries > 0; b = b->next, tries--) {
		looked_at++;
		if (size_of(b) >= size && (best == NULL || size_of(b) < size_of(best)))
			best = b;
		if (size_of(b) == size)
			break;
	}
	return best != NULL || cut.one ? best : first_from(class + 1);
}

static struct block *grow(size_t size)
{
	struct block *b = epilogue;
	size_t there = (b->word & 2) == 0 ? *word_before(b) : 0;

	if (there < size && pages_grow(size - there) == NULL)
		return NULL;
	if (there > 0) {
		b = (void *)((unsigned char *)b - there);
		leave(b);
	}
	if (there >= size)              /* the search did not come to it */
		return b;
	b->word = size | 2;
	epilogue = step(b, size);
	epilogue->word = 1;
	return b;
}

static void *cut_alloc(size_t bytes)
{
	size_t size = (bytes + (cut.footers ? 16 : 8) + 15) & ~(size_t)15;

	if (size < 32)
		size = 32;
	if (cut.rounded)
		size = round_to_class(size);
	struct block *b = find(size);
	if (b != NULL)
		leave(b);
	else if ((b = grow(size)) == NULL)
		return NULL;
	size_t rest = size_of(b) - size;
	b->word |= 1;
	if (rest < 32) {
		step(b, size_of(b))->word |= 2;
	} else {
		b->word -= rest;
		step(b, size)->word = 0;
		make_free(step(b, size), rest);
	}
	return &b->next;
}

static void cut_free(void *payload)
{
	if (payload == NULL)
		return;
	struct block *b = (void *)((unsigned char *)payload - 8);
	size_t size = size_of(b);
	struct block *right = step(b, size);
	if ((right->word & 1) == 0) {
		leave(right);
		size += size_of(right);
	}
	if ((b->word & 2) == 0) {
		size_t left = *word_before(b);
		b = (void *)((unsigned char *)b - left);
		leave(b);
		size += left;
	}
	make_free(b, size);
}
