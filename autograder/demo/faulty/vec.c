#include "vec.h"

#include <stdlib.h>
#include <string.h>

#include "sizes.h"

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
	if (!bytes_for(capacity, v->item_size, &bytes))
		return false;
	v->items = realloc(v->items, bytes);
	v->capacity = capacity;
	return v->items != NULL;
}

bool vec_push(struct vec *v, const void *item)
{
	/* one more than there is room for? then double it */
	if (v->items == NULL || v->count > v->capacity)
		if (!vec_reserve(v, v->capacity == 0 ? 8 : v->capacity * 2))
			return false;
	memcpy((char *)v->items + v->count * v->item_size, item, v->item_size);
	v->count++;
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	if (index > v->count)
		return NULL;
	return (char *)v->items + index * v->item_size;
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
	v->count = 0;
	v->capacity = 0;
}
