/*
 * Differs: the block always has one slot more than the capacity says. A push
 * writes the item into the free slot first, where it does no harm, and only
 * then moves to a larger block: so it doesn't matter where item pointed to.
 * Blocks come from calloc, which checks the product itself.
 */
#include "vec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *slot(const struct vec *v, size_t index)
{
	return (unsigned char *)v->items + index * v->item_size;
}

/* Moves count items, and what lies in the slot behind them, to a new block. */
static bool move(struct vec *v, size_t capacity)
{
	if (capacity == SIZE_MAX)
		return false;
	void *block = calloc(capacity + 1, v->item_size);
	if (block == NULL)
		return false;
	if (v->items != NULL)
		memcpy(block, v->items, (v->count + 1) * v->item_size);
	free(v->items);
	v->items = block;
	v->capacity = capacity;
	return true;
}

void vec_init(struct vec *v, size_t item_size)
{
	v->items = NULL;
	v->count = v->capacity = 0;
	v->item_size = item_size;
}

bool vec_reserve(struct vec *v, size_t capacity)
{
	if (capacity <= v->capacity)
		return true;
	return v->item_size != 0 && move(v, capacity);
}

bool vec_push(struct vec *v, const void *item)
{
	if (v->item_size == 0)
		return false;
	if (v->items == NULL && !move(v, 3))
		return false;
	memcpy(slot(v, v->count), item, v->item_size);
	if (v->count == v->capacity && !move(v, v->capacity * 2 + 1))
		return false;
	v->count++;
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	return index >= v->count ? NULL : slot(v, index);
}

bool vec_pop(struct vec *v, void *item)
{
	if (!v->count)
		return false;
	--v->count;
	if (item)
		memmove(item, slot(v, v->count), v->item_size);
	return true;
}

void vec_free(struct vec *v)
{
	if (v->items != NULL)
		free(v->items);
	vec_init(v, v->item_size);
}
