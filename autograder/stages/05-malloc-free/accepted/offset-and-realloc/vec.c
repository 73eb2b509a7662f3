/*
 * Differs: pushes through realloc. Where item points into the block, its
 * distance from the start is noted first, by way of uintptr_t (comparing
 * unrelated pointers with < would be undefined). Grows by half.
 */
#include "vec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sizes.h"

void vec_init(struct vec *v, size_t item_size)
{
	*v = (struct vec){ .item_size = item_size };
}

bool vec_reserve(struct vec *v, size_t capacity)
{
	size_t bytes;
	void *moved;

	if (capacity <= v->capacity)
		return true;
	if (v->item_size == 0)
		return false;
	if (!bytes_for(capacity, v->item_size, &bytes))
		return false;
	moved = realloc(v->items, bytes);
	if (!moved)
		return false;
	v->items = moved;
	v->capacity = capacity;
	return true;
}

bool vec_push(struct vec *v, const void *item)
{
	uintptr_t start = (uintptr_t)v->items, place = (uintptr_t)item;
	bool inside = place >= start &&
	              place - start < v->count * v->item_size;
	char *to;

	if (v->count == v->capacity) {
		size_t more = v->capacity / 2 + 2;
		if (more > SIZE_MAX - v->capacity || !vec_reserve(v, v->capacity + more))
			return false;
	}
	to = (char *)v->items + v->count * v->item_size;
	memcpy(to, inside ? (char *)v->items + (place - start) : item, v->item_size);
	v->count += 1;
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	if (index >= v->count)
		return NULL;
	return (char *)v->items + index * v->item_size;
}

bool vec_pop(struct vec *v, void *item)
{
	void *last;

	if (v->count == 0)
		return false;
	last = vec_at(v, v->count - 1);
	if (item)
		memcpy(item, last, v->item_size);
	v->count -= 1;
	return true;
}

void vec_free(struct vec *v)
{
	free(v->items);
	*v = (struct vec){ .item_size = v->item_size };
}
