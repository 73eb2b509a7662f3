/*
 * Differs: when there is no memory for a block twice as large, it tries with
 * room for one item more before it says no. (Is item inside? It asks every
 * byte of the block: slow, but free of any doubt about comparing pointers.)
 */
#include "vec.h"

#include <stdlib.h>
#include <string.h>

#include "sizes.h"

void vec_init(struct vec *v, size_t item_size)
{
	v->item_size = item_size;
	v->items = NULL;
	v->capacity = v->count = 0;
}

static bool set_capacity(struct vec *v, size_t capacity)
{
	size_t bytes;

	if (!bytes_for(capacity, v->item_size, &bytes) || bytes == 0)
		return false;
	void *items = realloc(v->items, bytes);
	if (items == NULL)
		return false;
	v->items = items;
	v->capacity = capacity;
	return true;
}

bool vec_reserve(struct vec *v, size_t capacity)
{
	return v->capacity >= capacity || set_capacity(v, capacity);
}

/* The offset of item in the block, or the block's size when it isn't there. */
static size_t offset_of(const struct vec *v, const void *item)
{
	const char *block = v->items;
	size_t size = v->count * v->item_size, offset = 0;

	while (offset < size && block + offset != (const char *)item)
		offset++;
	return offset;
}

bool vec_push(struct vec *v, const void *item)
{
	size_t end = v->count * v->item_size;

	if (v->count == v->capacity) {
		size_t offset = offset_of(v, item);
		if (!set_capacity(v, v->count * 2) && !set_capacity(v, v->count + 1))
			return false;
		if (offset < end)
			item = (char *)v->items + offset;
	}
	memcpy((char *)v->items + end, item, v->item_size);
	v->count++;
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	return index < v->count ? (char *)v->items + index * v->item_size : NULL;
}

bool vec_pop(struct vec *v, void *item)
{
	if (v->count == 0)
		return false;
	v->count--;
	if (item != NULL)
		memcpy(item, (char *)v->items + v->count * v->item_size, v->item_size);
	return true;
}

void vec_free(struct vec *v)
{
	free(v->items);
	vec_init(v, v->item_size);
}
