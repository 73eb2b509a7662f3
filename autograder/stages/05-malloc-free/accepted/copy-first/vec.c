/*
 * Differs: when the block is full, the item is copied to a block of its own
 * before realloc may move what it points to. Grows by a tenth, which is as
 * little as the contract allows.
 */
#include "vec.h"

#include <stdlib.h>
#include <string.h>

#include "sizes.h"

void vec_init(struct vec *v, size_t item_size)
{
	memset(v, 0, sizeof *v);
	v->items = NULL;
	v->item_size = item_size;
}

static bool resize(struct vec *v, size_t capacity)
{
	size_t bytes;
	void *items = NULL;

	if (bytes_for(capacity, v->item_size, &bytes) && bytes > 0)
		items = realloc(v->items, bytes);
	if (items != NULL) {
		v->items = items;
		v->capacity = capacity;
	}
	return items != NULL;
}

bool vec_reserve(struct vec *v, size_t capacity)
{
	return capacity <= v->capacity || resize(v, capacity);
}

static void append(struct vec *v, const void *item)
{
	char *end = v->items;

	end += v->item_size * v->count++;
	memcpy(end, item, v->item_size);
}

static bool push_to_full(struct vec *v, const void *item)
{
	void *copy = v->item_size ? malloc(v->item_size) : NULL;
	bool done = false;

	if (copy == NULL)
		return false;
	memcpy(copy, item, v->item_size);
	if (resize(v, v->capacity + v->capacity / 10 + 1)) {
		append(v, copy);
		done = true;
	}
	free(copy);
	return done;
}

bool vec_push(struct vec *v, const void *item)
{
	if (v->count >= v->capacity)
		return push_to_full(v, item);
	append(v, item);
	return true;
}

void *vec_at(const struct vec *v, size_t index)
{
	char *items = v->items;

	if (index < v->count)
		return &items[index * v->item_size];
	return NULL;
}

bool vec_pop(struct vec *v, void *item)
{
	const void *last = v->count ? vec_at(v, v->count - 1) : NULL;

	if (last == NULL)
		return false;
	if (item != NULL)
		memcpy(item, last, v->item_size);
	v->count--;
	return true;
}

void vec_free(struct vec *v)
{
	free(v->items);
	v->items = NULL;
	v->count = 0;
	v->capacity = 0;
}
