/*
 * Differs from the reference: worst fit, and what is handed out is cut from the
 * high end of the largest free block; new memory comes with a reserve of 64
 * KiB, which therefore is where nearly every payload is cut from.
 */
#include "heap.h"

#include <stdint.h>

#include "pages.h"
#include "sizes.h"

union tag {
	size_t word;
	max_align_t *unused;            /* a tag is as large as a pointer */
};

static union tag *lowest, *epilogue;

static size_t tags(size_t bytes)
{
	return bytes / sizeof(union tag);
}

static size_t bytes_of(union tag tag)
{
	return tag.word / 16 * 16;
}

static size_t free_bytes(union tag tag)
{
	return tag.word % 2 == 0 ? tag.word : 0;
}

/* Writes both tags, and returns the first. */
static union tag *block_at(union tag *first, size_t size, size_t used)
{
	first[0].word = first[tags(size) - 1].word = size + used;
	return first;
}

bool heap_init(void)
{
	union tag *pad = pages_grow(2 * sizeof *pad);

	lowest = epilogue = pad == NULL ? NULL : pad + 1;
	if (pad == NULL)
		return false;
	pad[0].word = pad[1].word = HEAP_IN_USE;
	return true;
}

static union tag *worst(size_t need)
{
	union tag *found = NULL;

	for (union tag *b = lowest; b != epilogue; b += tags(bytes_of(*b)))
		if (free_bytes(*b) >= need
		    && (found == NULL || b->word > found->word))
			found = b;
	return found;
}

static union tag *grown(size_t need)
{
	if (epilogue == NULL)
		return NULL;
	size_t there = free_bytes(epilogue[-1]), reserve = 64 * 1024;
	if (need > SIZE_MAX - reserve || pages_grow(need - there + reserve) == NULL) {
		reserve = 0;
		if (pages_grow(need - there) == NULL)
			return NULL;
	}
	union tag *block = epilogue - tags(there);
	epilogue = block + tags(need + reserve);
	epilogue->word = HEAP_IN_USE;
	return block_at(block, need + reserve, 0);
}

void *heap_alloc(size_t size)
{
	const size_t least = HEAP_SMALLEST - 2 * sizeof(union tag);
	size_t need;

	if (!align_up(size < least ? least : size, 16, &need) || need > SIZE_MAX - 16)
		return NULL;
	need += 2 * sizeof(union tag);
	union tag *b = worst(need);
	if (b == NULL)
		b = grown(need);
	if (b == NULL)
		return NULL;
	size_t rest = b->word - need;
	if (rest >= HEAP_SMALLEST)
		b = block_at(b, rest, 0) + tags(rest);
	else
		need += rest;
	return block_at(b, need, HEAP_IN_USE) + 1;
}

void heap_free(void *payload)
{
	if (payload == NULL)
		return;
	union tag *b = (union tag *)payload - 1;
	size_t size = bytes_of(*b);
	size_t left = free_bytes(b[-1]), right = free_bytes(b[tags(size)]);

	block_at(b - tags(left), left + size + right, 0);
}

static const char *header_fault(const union tag *b)
{
	size_t way = (size_t)(epilogue - b) * sizeof *b;

	if (b->word % 16 > 1)
		return "a stray bit";
	if (bytes_of(*b) < HEAP_SMALLEST || bytes_of(*b) > way)
		return "an impossible size";
	return NULL;
}

bool heap_walk(heap_visit *visit, void *context)
{
	for (union tag *b = lowest; b != epilogue; b += tags(bytes_of(*b))) {
		if (header_fault(b) != NULL)
			return false;
		size_t size = bytes_of(*b);
		struct heap_block block = {
			.start = b, .size = size, .payload = b + 1,
			.payload_size = size - 2 * sizeof *b, .in_use = b->word % 2 == 1,
		};
		if (!visit(&block, context))
			return false;
	}
	return true;
}

const char *heap_check(void)
{
	bool free_before = false;

	for (union tag *b = lowest; b != epilogue; b += tags(bytes_of(*b))) {
		const char *fault = header_fault(b);
		if (fault != NULL)
			return fault;
		if (b[tags(bytes_of(*b)) - 1].word != b->word)
			return "the two tags of a block differ";
		if (free_before && free_bytes(*b) != 0)
			return "two free blocks were not merged";
		free_before = free_bytes(*b) != 0;
	}
	if (epilogue != NULL && epilogue->word != HEAP_IN_USE)
		return "the last tag is not the epilogue's";
	return NULL;
}
