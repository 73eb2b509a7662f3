/*
 * Differs from the reference: asks the page source for 64 KiB more than it
 * needs (and for just what it needs when that is refused), keeps the rest as
 * a free block, and splits every block that is larger than the request.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

#define CHUNK ((size_t)64 << 10)
#define USED  HEAP_IN_USE

static size_t *base;                    /* the first header       */
static size_t *top;                     /* the epilogue           */

static size_t size_at(const size_t *h)
{
	return *h & ~(size_t)15;
}

static size_t *step(size_t *h, size_t bytes)
{
	return h + bytes / sizeof *h;
}

bool heap_init(void)
{
	size_t *start = pages_grow(2 * sizeof *start);
	base = top = start == NULL ? NULL : start + 1;
	if (top == NULL)
		return false;
	*top = USED;
	return true;
}

/* Adds a free block at the end, and returns it. */
static size_t *more(size_t need)
{
	size_t bytes = need < SIZE_MAX - CHUNK ? need + CHUNK : need;
	size_t *block = top;

	if (top == NULL)
		return NULL;
	if (pages_grow(bytes) == NULL) {
		bytes = need;
		if (pages_grow(bytes) == NULL)
			return NULL;
	}
	*block = bytes;
	top = step(block, bytes);
	*top = USED;
	return block;
}

static void *take(size_t *block, size_t need)
{
	size_t rest = size_at(block) - need;

	if (rest > 0)
		*step(block, need) = rest;
	*block = need | USED;
	return block + 1;
}

void *heap_alloc(size_t size)
{
	size_t need;

	if (size + sizeof need < size || !align_up(size + sizeof need, 16, &need))
		return NULL;
	for (size_t *h = base; h != top; h = step(h, size_at(h)))
		if (!(*h & USED) && *h >= need)
			return take(h, need);
	size_t *block = more(need);
	return block == NULL ? NULL : take(block, need);
}

void heap_free(void *payload)
{
	size_t *word = payload;

	if (word != NULL)
		word[-1] &= ~USED;
}

static const char *judge(const size_t *h)
{
	if (h == top)
		return *h == USED ? NULL : "the last word is no epilogue";
	if (*h & 14)
		return "one of the bits 1 to 3 is set";
	if (*h < 16)
		return "a size is missing";
	if (size_at(h) > (size_t)((char *)top - (const char *)h))
		return "a block is larger than the heap";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	size_t *h = base;

	while (h != top && judge(h) == NULL) {
		struct heap_block b;
		b.start = h;
		b.size = size_at(h);
		b.payload = h + 1;
		b.payload_size = b.size - sizeof *h;
		b.in_use = *h & USED;
		if (!visit(&b, context))
			return false;
		h = step(h, b.size);
	}
	return h == top;
}

const char *heap_check(void)
{
	const char *fault = NULL;

	if (top == NULL)
		return NULL;
	for (size_t *h = base; (fault = judge(h)) == NULL && h != top;)
		h = step(h, size_at(h));
	return fault;
}
