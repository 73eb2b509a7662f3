/*
 * vec.c - the growable vector.
 *
 * The rule that every function keeps: get the new memory first, change the
 * vector afterwards. Whatever fails on the way then leaves it as it was.
 */
#include "vec.h"

#include <stdlib.h>
#include <string.h>

#include "sizes.h"

/* Room of the first block, in items: small vectors are the most frequent. */
#define FIRST_CAPACITY 8

/* Where item number index lies, or will lie. */
static void *slot(const struct vec *v, size_t index)
{
	return (unsigned char *)v->items + index * v->item_size;
}

/* The bytes that capacity items need; false when there can't be such a block. */
static bool block_size(const struct vec *v, size_t capacity, size_t *bytes)
{
	return v->item_size != 0 && bytes_for(capacity, v->item_size, bytes);
}

/*
 * Moves the items into a block twice as large. The old block is handed to the
 * caller, to be freed when nobody reads from it any more. False: no change.
 */
static bool move_to_larger(struct vec *v, void **old)
{
	size_t capacity = FIRST_CAPACITY;
	size_t bytes;

	if (v->capacity != 0 && !bytes_for(v->capacity, 2, &capacity))
		return false;
	if (!block_size(v, capacity, &bytes))
		return false;
	void *larger = malloc(bytes);
	if (larger == NULL)
		return false;
	if (v->count != 0) /* memcpy from NULL is undefined, even of 0 bytes */
		memcpy(larger, v->items, v->count * v->item_size);
	*old = v->items;
	v->items = larger;
	v->capacity = capacity;
	return true;
}

void vec_init(struct vec *v, size_t item_size)
{
	v->items = NULL;
	v->count = 0;
	v->capacity = 0;
	v->item_size = item_size;
}

bool vec_reserve(struct vec *v, size_t capacity)
{
	size_t bytes;

	if (capacity <= v->capacity)
		return true;
	if (!block_size(v, capacity, &bytes))
		return false;
	void *items = realloc(v->items, bytes);
	if (items == NULL)
		return false;
	v->items = items;
	v->capacity = capacity;
	return true;
}

bool vec_push(struct vec *v, const void *item)
{
	void *old = NULL;

	if (v->count == v->capacity && !move_to_larger(v, &old))
		return false;
	memcpy(slot(v, v->count), item, v->item_size);
	v->count++;
	free(old); /* only now: item may point into it */
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	return index < v->count ? slot(v, index) : NULL;
}

bool vec_pop(struct vec *v, void *item)
{
	if (v->count == 0)
		return false;
	v->count--;
	if (item != NULL)
		memcpy(item, slot(v, v->count), v->item_size);
	return true;
}

void vec_free(struct vec *v)
{
	free(v->items);
	vec_init(v, v->item_size);
}
