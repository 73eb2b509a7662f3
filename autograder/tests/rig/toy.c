/*
 * toy.c - blocks one behind the other, each with a word for its size and a
 * bit for "in use"; a freed block is reused when it has the very size asked
 * for, and its first word links to the next freed one. See toy.h.
 */
#include <stdint.h>
#include <string.h>

#include "pages.h"
#include "toy.h"

struct header {
	_Alignas(16) size_t size;     /* of the block; lowest bit: in use */
};

static enum toy_fault fault;
static char *freed;           /* first freed payload */

void toy_reset(enum toy_fault wanted)
{
	pages_reset(64 << 10);
	fault = wanted;
	freed = NULL;
}

static char *reuse(size_t size)
{
	char **link = &freed;

	while (*link != NULL) {
		struct header *h = (struct header *)(void *)*link - 1;
		char *payload = *link;

		if (h->size == size) {
			memcpy(link, payload, sizeof *link);
			return payload;
		}
		link = (char **)(void *)payload;
	}
	return NULL;
}

static void *spoil(char *payload)
{
	if (fault == TOY_MISALIGNS)
		return payload + 8;
	if (fault == TOY_LEAVES_ARENA)
		return (char *)pages_hi() - 16;
	if (fault == TOY_OVERLAPS)
		return (char *)pages_lo() + 16;
	if (fault == TOY_SCRIBBLES && payload > (char *)pages_lo() + 16)
		payload[-28] = 1;
	return payload;
}

void *toy_alloc(size_t bytes)
{
	size_t size = (bytes + 15) / 16 * 16 + sizeof(struct header);
	char *payload;
	struct header *h;

	if (bytes > PTRDIFF_MAX - 64)
		return NULL;
	if (fault == TOY_CRASHES && bytes > 500)
		*(volatile int *)8 = 1;
	payload = reuse(size);
	if (payload == NULL) {
		char *start = pages_grow(size);

		if (start == NULL)
			return NULL;
		payload = start + sizeof *h;
	}
	h = (struct header *)(void *)payload - 1;
	h->size = size | 1;
	return spoil(payload);
}

void toy_free(void *payload)
{
	struct header *h = (struct header *)payload - 1;

	if (payload == NULL)
		return;
	while (fault == TOY_NEVER_ENDS && freed != NULL)
		*(volatile size_t *)&h->size |= 1;
	h->size &= ~(size_t)1;
	if (fault == TOY_READS_FREED && *(char *)payload == 'x')
		return;
	memcpy(payload, &freed, sizeof freed);
	freed = payload;
}

void *toy_realloc(void *payload, size_t bytes)
{
	struct header *h = (struct header *)payload - 1;
	size_t old = (h->size & ~(size_t)1) - sizeof *h;
	char *moved = toy_alloc(bytes);

	if (moved == NULL)
		return NULL;
	memcpy(moved, payload, (old < bytes ? old : bytes)
	       / (fault == TOY_FORGETS ? 2 : 1));
	toy_free(payload);
	return moved;
}

bool toy_walk(heap_visit *visit, void *context)
{
	char *at = pages_lo(), *hi = pages_hi();

	if (fault == TOY_WALK_CRASHES)
		return *(volatile bool *)8;
	while (at < hi || fault == TOY_WALK_NEVER_ENDS) {
		struct header *h = (struct header *)(void *)at;
		size_t size = h->size & ~(size_t)1;
		struct heap_block b = {
			at, size, at + sizeof *h, size - sizeof *h, h->size & 1
		};

		if (fault == TOY_WALK_NEVER_ENDS)
			continue;
		if (!visit(&b, context))
			return false;
		at += size;
	}
	return true;
}

/* No list has them; they are told from the last to the first, as LIFO would. */
bool heap_walk_free(heap_visit *visit, void *context)
{
	struct heap_block found[64];
	size_t count = 0;
	char *at = pages_lo(), *hi = pages_hi();

	for (; at < hi && count < 64; at += ((struct header *)(void *)at)->size & ~(size_t)1) {
		struct header *h = (struct header *)(void *)at;
		if (!(h->size & 1))
			found[count++] = (struct heap_block){ at, h->size, at + sizeof *h,
				h->size - sizeof *h, false };
	}
	while (count > 0)
		if (!visit(&found[--count], context))
			return false;
	return true;
}
