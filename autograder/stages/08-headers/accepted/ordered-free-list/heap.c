/*
 * Differs from the reference: free blocks are linked, each holding the next
 * one's address in its payload, in the order of addresses; so first fit looks
 * at free blocks only. (Stage 10 does this with two links.) From a block that
 * is too large it takes the tail, as K&R do in 8.7, and leaves the links alone.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

struct block {
	size_t header;
	struct block *next_free;        /* while the block is free */
};

static struct {
	char *lo, *end;                 /* first header, epilogue  */
	struct block *free;
} heap;

static void write_epilogue(void)
{
	*(size_t *)(void *)heap.end = HEAP_IN_USE;
}

bool heap_init(void)
{
	char *arena = pages_grow(HEAP_ALIGNMENT);

	heap.free = NULL;
	heap.lo = heap.end = arena;
	if (arena == NULL)
		return false;
	heap.lo = heap.end = arena + sizeof(size_t);
	write_epilogue();
	return true;
}

static struct block *take_fit(size_t size)
{
	struct block **link = &heap.free;

	while (*link && (*link)->header < size)
		link = &(*link)->next_free;
	struct block *block = *link;
	if (!block)
		return NULL;
	if (block->header == size) {
		*link = block->next_free;
		return block;
	}
	block->header -= size;
	block = (void *)((char *)block + block->header);
	block->header = size;
	return block;
}

static struct block *append(size_t size)
{
	if (!heap.end || !pages_grow(size))
		return NULL;
	struct block *block = (void *)heap.end;
	block->header = size;
	heap.end += size;
	write_epilogue();
	return block;
}

void *heap_alloc(size_t size)
{
	size_t need;

	if (size >= SIZE_MAX - HEAP_ALIGNMENT
	    || !align_up(size + sizeof(size_t), HEAP_ALIGNMENT, &need))
		return NULL;
	struct block *block = take_fit(need);
	if (!block && !(block = append(need)))
		return NULL;
	block->header |= HEAP_IN_USE;
	return &block->next_free;
}

void heap_free(void *payload)
{
	if (!payload)
		return;
	struct block *block = (void *)((char *)payload - sizeof(size_t));
	struct block **link = &heap.free;
	block->header -= HEAP_IN_USE;
	while (*link && *link < block)
		link = &(*link)->next_free;
	block->next_free = *link;
	*link = block;
}

static const char *fault_at(const char *at)
{
	size_t header = *(const size_t *)(const void *)at;

	if (at == heap.end)
		return header == HEAP_IN_USE ? NULL : "epilogue";
	if (header % HEAP_ALIGNMENT / 2 != 0)
		return "flags";
	if (header < HEAP_ALIGNMENT || header - header % 2 > (size_t)(heap.end - at))
		return "size";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	char *at = heap.lo;
	bool wanted = true;

	while (wanted && at != heap.end && !fault_at(at)) {
		size_t header = *(size_t *)(void *)at, size = header / 2 * 2;
		struct heap_block block = {
			.start = at, .size = size, .in_use = header % 2,
			.payload = at + sizeof header,
			.payload_size = size - sizeof header,
		};
		wanted = visit(&block, context);
		at += size;
	}
	return wanted && at == heap.end;
}

const char *heap_check(void)
{
	const char *fault = NULL;
	char *at = heap.lo;

	if (!at)
		return NULL;
	while (!(fault = fault_at(at)) && at != heap.end)
		at += *(size_t *)(void *)at / 2 * 2;
	return fault;
}
