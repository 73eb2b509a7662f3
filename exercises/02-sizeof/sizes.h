/*
 * sizes.h - arithmetic on sizes that says no instead of wrapping around.
 *
 * Every size and count here is a size_t, and sizes are in bytes. A size_t
 * that grows past SIZE_MAX starts again at 0 without a word; these functions
 * notice beforehand. They own nothing, keep nothing, and call nothing.
 *
 * When an answer is false, the object behind the last parameter keeps the
 * value it had. That parameter must not be NULL.
 */
#ifndef SIZES_H
#define SIZES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How many bytes do count elements of size bytes each take?
 * True, with the answer in *bytes; no elements, or elements of no size,
 * take 0 bytes. False when the product is greater than SIZE_MAX.
 */
bool bytes_for(size_t count, size_t size, size_t *bytes);

/*
 * The smallest multiple of alignment that is not less than n.
 * True, with the answer in *aligned; 0 is a multiple of everything. False
 * when alignment is not a power of two (0 is none, 1 is the first), or when
 * that multiple is greater than SIZE_MAX.
 */
bool align_up(size_t n, size_t alignment, size_t *aligned);

#endif
