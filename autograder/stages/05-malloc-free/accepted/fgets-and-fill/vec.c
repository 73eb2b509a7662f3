/*
 * Differs: one function does all the growing. It takes the item along, and
 * uses realloc only when the item can't lie in the block that may move.
 */
#include "vec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sizes.h"

static bool lies_inside(const struct vec *v, const void *item)
{
	const uintptr_t low = (uintptr_t)v->items;
	const uintptr_t high = low + v->capacity * v->item_size;

	return (uintptr_t)item >= low && (uintptr_t)item < high;
}

static bool grow(struct vec *v, size_t capacity, const void *item)
{
	size_t bytes;
	void *block;

	if (v->item_size == 0 || !bytes_for(capacity, v->item_size, &bytes))
		return false;
	if (item != NULL && lies_inside(v, item)) {
		block = malloc(bytes);
		if (block == NULL)
			return false;
		memcpy(block, v->items, v->count * v->item_size);
		memcpy((char *)block + v->count * v->item_size, item, v->item_size);
		free(v->items);
	} else {
		block = realloc(v->items, bytes);
		if (block == NULL)
			return false;
		if (item != NULL)
			memcpy((char *)block + v->count * v->item_size, item, v->item_size);
	}
	v->items = block;
	v->capacity = capacity;
	return true;
}

void vec_init(struct vec *v, size_t item_size)
{
	const struct vec empty = { NULL, 0, 0, item_size };

	*v = empty;
}

bool vec_reserve(struct vec *v, size_t capacity)
{
	if (capacity > v->capacity)
		return grow(v, capacity, NULL);
	return true;
}

bool vec_push(struct vec *v, const void *item)
{
	if (v->count < v->capacity)
		memcpy((char *)v->items + v->count * v->item_size, item, v->item_size);
	else if (!grow(v, v->capacity ? v->capacity * 4 : 1, item))
		return false;
	v->count++;
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	return index < v->count ? (char *)v->items + v->item_size * index : NULL;
}

bool vec_pop(struct vec *v, void *item)
{
	if (v->count == 0)
		return false;
	if (item)
		memcpy(item, vec_at(v, v->count - 1), v->item_size);
	v->count--;
	return true;
}

void vec_free(struct vec *v)
{
	void *block = v->items;

	vec_init(v, v->item_size);
	free(block);
}
