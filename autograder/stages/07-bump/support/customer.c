/*
 * customer.c - malloc and its kin on the arena, for the parts of stages 04 and
 * 05: their calls of malloc are renamed to customer_malloc, and so on.
 *
 * The arena keeps no sizes and realloc has to know one, so it is noted in
 * front of each block. free does nothing: that is what the tests want to see.
 */
#include <stdint.h>
#include <string.h>

#include "arena.h"
#include "sizes.h"

/* Declared here, because the only callers have them under other names. */
void *customer_malloc(size_t size);
void *customer_realloc(void *old, size_t size);
void *customer_calloc(size_t count, size_t size);
void customer_free(void *block);

#define NOTE ((size_t)16)               /* keeps what follows aligned to 16 */

static size_t size_of(const void *block)
{
	size_t size;

	memcpy(&size, (const char *)block - NOTE, sizeof size);
	return size;
}

static void *note(char *start, size_t size)
{
	memcpy(start, &size, sizeof size);
	return start + NOTE;
}

void *customer_malloc(size_t size)
{
	char *start = size <= SIZE_MAX - NOTE ? arena_alloc(NOTE + size, NOTE) : NULL;

	return start == NULL ? NULL : note(start, size);
}

/* In place when it is the last block, or shrinks. */
void *customer_realloc(void *old, size_t size)
{
	if (old == NULL)
		return customer_malloc(size);
	size_t before = size_of(old);
	if (size <= before)
		return old;
	char *start = (char *)old - NOTE;
	if (arena_extend(start, NOTE + before, size - before))
		return note(start, size);
	void *fresh = customer_malloc(size);
	return fresh == NULL ? NULL : memcpy(fresh, old, before);
}

void *customer_calloc(size_t count, size_t size)
{
	size_t bytes;

	if (!bytes_for(count, size, &bytes))
		return NULL;
	void *fresh = customer_malloc(bytes);
	return fresh == NULL ? NULL : memset(fresh, 0, bytes);
}

void customer_free(void *block)
{
	(void)block;
}
