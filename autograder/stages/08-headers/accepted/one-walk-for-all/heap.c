/*
 * Differs from the reference: heap_walk is the only loop. First fit and
 * heap_check are visitors, and heap_free finds its header through the block
 * that the payload belongs to. Slower, and short.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"

union header {
	size_t word;
};

static union header *start;
static size_t total;                    /* bytes of all blocks together */

static union header *end(void)
{
	return start + total / sizeof *start;
}

bool heap_init(void)
{
	union header *two = pages_grow(sizeof(union header[2]));

	total = 0;
	start = two != NULL ? &two[1] : NULL;
	if (start != NULL)
		start->word = HEAP_IN_USE;
	return start != NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	size_t at = 0;

	while (at < total) {
		union header *h = start + at / sizeof *h;
		size_t flags = h->word % 16, size = h->word - flags;
		struct heap_block block = {
			h, size, h + 1, size - sizeof *h, flags == HEAP_IN_USE
		};
		if (flags > HEAP_IN_USE || size == 0 || size > total - at)
			return false;
		if (!visit(&block, context))
			return false;
		at += size;
	}
	return true;
}

struct request {
	size_t size;
	union header *found;
};

static bool fits(const struct heap_block *block, void *context)
{
	struct request *request = context;

	if (block->in_use || block->payload_size < request->size)
		return true;
	request->found = block->start;
	return false;
}

static union header *fresh(size_t size)
{
	union header *h = end();

	if (size > SIZE_MAX - 32)
		return NULL;
	size_t block = size + sizeof *h;
	block += -block % HEAP_ALIGNMENT;
	if (pages_grow(block) == NULL)
		return NULL;
	h->word = block;
	total += block;
	end()->word = HEAP_IN_USE;
	return h;
}

void *heap_alloc(size_t size)
{
	struct request request = { .size = size };

	if (start == NULL || size == 0)
		return NULL;
	heap_walk(fits, &request);
	if (request.found == NULL)
		request.found = fresh(size);
	if (request.found == NULL)
		return NULL;
	request.found->word += HEAP_IN_USE;
	return request.found + 1;
}

static bool give_back(const struct heap_block *block, void *payload)
{
	if (block->payload != payload)
		return true;
	((union header *)block->start)->word = block->size;
	return false;
}

void heap_free(void *payload)
{
	heap_walk(give_back, payload);
}

static bool go_on(const struct heap_block *block, void *context)
{
	return block != context;
}

const char *heap_check(void)
{
	if (!heap_walk(go_on, NULL))
		return "a header is damaged";
	if (start != NULL && end()->word != HEAP_IN_USE)
		return "the epilogue is damaged";
	return NULL;
}
