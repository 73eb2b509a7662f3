/*
 * vec.h - an array that grows: any number of items, all of one size.
 *
 * The vector owns one block of heap memory, `items`, and keeps its items in
 * it one behind the other. Items are copied in and out byte by byte; what
 * they point to, if they are or hold pointers, stays the caller's business.
 *
 * Everywhere below, `v` points to a vector that vec_init has prepared.
 * Counts and capacities are in items, item_size is in bytes.
 */
#ifndef VEC_H
#define VEC_H

#include <stdbool.h>
#include <stddef.h>

struct vec {
	void *items;      /* the block; NULL while there is none */
	size_t count;     /* items in use */
	size_t capacity;  /* items that fit into the block */
	size_t item_size; /* bytes of one item */
};

/*
 * Makes v an empty vector of items of item_size bytes. Allocates nothing, so
 * it can't fail. What v held before is overwritten, not freed.
 *
 * C has no objects of 0 bytes: a vector with item_size 0 is allowed, but it
 * stays empty (see vec_reserve and vec_push).
 */
void vec_init(struct vec *v, size_t item_size);

/*
 * Makes room for at least `capacity` items altogether, so that pushing up to
 * that many allocates nothing and moves nothing. Never gives room back: when
 * there is enough already, it changes nothing and returns true.
 *
 * Returns false, and leaves the vector exactly as it was, when memory runs
 * out, when capacity items would need more than SIZE_MAX bytes, or when
 * item_size is 0 and capacity is not.
 */
bool vec_reserve(struct vec *v, size_t capacity);

/*
 * Copies the item_size bytes at `item` to the end of the vector. When the
 * block is full, its capacity is multiplied (by 1.1 or more; doubling is
 * usual), so that n pushes cost a number of allocations that grows only
 * with the logarithm of n.
 *
 * `item` may be the address of an item of this vector, as in
 * vec_push(v, vec_at(v, 0)).
 *
 * Returns false, and leaves the vector exactly as it was, when memory runs
 * out, when the new size does not fit in a size_t, or when item_size is 0.
 */
bool vec_push(struct vec *v, const void *item);

/*
 * Returns the address of item number `index`, counted from 0, or NULL when
 * there is no such item. The address is lent, not given: it holds until the
 * next vec_reserve, vec_push or vec_free, and that of the last item until
 * vec_pop.
 */
void *vec_at(const struct vec *v, size_t index);

/*
 * Removes the last item and copies its bytes to `item`: room for item_size
 * bytes outside the vector, or NULL when the item is not wanted. Keeps the
 * capacity. Returns false, and touches nothing, when the vector is empty.
 */
bool vec_pop(struct vec *v, void *item);

/*
 * Gives the block back. The vector is then empty, as vec_init left it (items
 * NULL, count and capacity 0, item_size kept), and may be used again, or
 * freed again.
 */
void vec_free(struct vec *v);

#endif
