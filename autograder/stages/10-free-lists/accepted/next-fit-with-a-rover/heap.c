/*
 * Differs from the reference: next fit. The search goes on where the last one
 * ended, and once round; a block that leaves the list takes the rover one
 * further, so it never stands on one that is none any more. New free blocks come
 * in right in front of the rover: they are looked at last.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"

typedef size_t word;

struct item {
	word header;
	struct item *next, *prev;
};

static struct item ring;                /* the sentinel                  */
static struct item *rover;              /* the next to be looked at      */
static word *begin, *end;               /* header of the first block; epilogue */

#define SIZE(w)    ((w) & ~(word)15)
#define USED(w)    (((w) & HEAP_IN_USE) != 0)
#define WORDS(s)   ((s) / sizeof(word))
#define NEXT(h)    ((h) + WORDS(SIZE(*(h))))
#define FOOT(h)    (NEXT(h) - 1)
#define ITEM(h)    ((struct item *)(void *)(h))

static void leave(struct item *i)
{
	if (rover == i)
		rover = i->next;
	i->next->prev = i->prev;
	i->prev->next = i->next;
}

static void come(struct item *i)
{
	i->next = rover;
	i->prev = rover->prev;
	i->prev->next = i;
	rover->prev = i;
}

bool heap_init(void)
{
	word *pad = pages_grow(2 * sizeof(word));

	ring.next = ring.prev = rover = &ring;
	begin = end = NULL;
	if (pad == NULL)
		return false;
	begin = end = pad + 1;
	*pad = *end = HEAP_IN_USE;
	return true;
}

static word *form(word *h, size_t size, word mark)
{
	*h = size | mark;
	*FOOT(h) = *h;
	return h;
}

static word *join(word *h)
{
	word *right = NEXT(h);
	size_t size = SIZE(*h);

	if (!USED(*right)) {
		leave(ITEM(right));
		size += SIZE(*right);
	}
	if (!USED(h[-1])) {
		size += SIZE(h[-1]);
		h -= WORDS(SIZE(h[-1]));
		leave(ITEM(h));
	}
	form(h, size, 0);
	come(ITEM(h));
	return h;
}

static struct item *search(size_t need)
{
	struct item *i = rover;

	do {
		if (i != &ring && i->header >= need) {
			rover = i->next;
			return i;
		}
		i = i->next;
	} while (i != rover);
	return NULL;
}

static struct item *extend(size_t need)
{
	word *fresh = end;

	if (!USED(end[-1]))
		need -= SIZE(end[-1]);
	if (pages_grow(need) == NULL)
		return NULL;
	end += WORDS(need);
	*end = HEAP_IN_USE;
	form(fresh, need, 0);
	return ITEM(join(fresh));
}

void *heap_alloc(size_t size)
{
	if (begin == NULL || size > SIZE_MAX - 31)
		return NULL;
	size_t need = size <= 16 ? 32 : (size + 31) & ~(size_t)15;
	struct item *i = search(need);
	if (i == NULL && (i = extend(need)) == NULL)
		return NULL;
	word *h = &i->header;
	size_t rest = *h - need;
	leave(i);
	if (rest < HEAP_SMALLEST) {
		form(h, need + rest, HEAP_IN_USE);
	} else {
		form(h, need, HEAP_IN_USE);
		come(ITEM(form(NEXT(h), rest, 0)));
	}
	return h + 1;
}

void heap_free(void *payload)
{
	word *h = payload;

	if (h != NULL)
		join(form(h - 1, SIZE(h[-1]), 0));
}

static const char *fault(const word *h)
{
	size_t room = (size_t)(end - h) * sizeof *h;

	if (*h & 14)
		return "bits 1 to 3 are not ours";
	if (SIZE(*h) < HEAP_SMALLEST)
		return "too small";
	return SIZE(*h) > room ? "too large" : NULL;
}

static bool show(word *h, heap_visit *visit, void *context)
{
	struct heap_block b = { .start = h, .size = SIZE(*h), .in_use = USED(*h) };

	b.payload = h + 1;
	b.payload_size = b.size - 16;
	return visit(&b, context);
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (word *h = begin; h != end; h = NEXT(h))
		if (fault(h) != NULL || !show(h, visit, context))
			return false;
	return true;
}

/* Is it a block of the arena? Asks the arena itself, block by block. */
static bool is_block(const struct item *i)
{
	for (word *h = begin; h != end; h = NEXT(h)) {
		if (fault(h) != NULL)
			return false;
		if (ITEM(h) == i)
			return !USED(*h) && *FOOT(h) == *h;
	}
	return false;
}

/* More steps than there is room for blocks: the list goes round. */
bool heap_walk_free(heap_visit *visit, void *context)
{
	size_t room = begin == NULL ? 0 : (size_t)(end - begin) / WORDS(HEAP_SMALLEST);

	for (struct item *i = ring.next; begin != NULL && i != &ring; i = i->next)
		if (!is_block(i) || room-- == 0 || !show(&i->header, visit, context))
			return false;
	return true;
}

static bool mutual(const struct heap_block *block, void *context)
{
	const struct item *i = block->start;

	++*(size_t *)context;
	return (i->prev == &ring || is_block(i->prev)) && i->prev->next == i;
}

const char *heap_check(void)
{
	size_t listed = 0, row = 0;

	if (begin == NULL)
		return NULL;
	for (word *h = begin; h != end; h = NEXT(h)) {
		if (fault(h) != NULL)
			return fault(h);
		if (*FOOT(h) != *h)
			return "the ends of a block contradict each other";
		if (!USED(*h) && !USED(*NEXT(h)))
			return "free neighbours";
		row += !USED(*h);
	}
	if (begin[-1] != HEAP_IN_USE || *end != HEAP_IN_USE)
		return "pad or epilogue is damaged";
	if (!heap_walk_free(mutual, &listed) || listed != row)
		return "the list is not what it should be";
	return NULL;
}
