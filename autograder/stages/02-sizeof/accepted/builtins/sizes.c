/*
 * Leaves the question to the compiler: both the product and the sum are
 * asked for with the built-in functions that tell whether they overflowed.
 */
#include "sizes.h"

bool bytes_for(size_t count, size_t size, size_t *bytes)
{
	size_t product;

	if (__builtin_mul_overflow(count, size, &product))
		return false;
	*bytes = product;
	return true;
}

bool align_up(size_t n, size_t alignment, size_t *aligned)
{
	size_t sum;

	if (__builtin_popcountl(alignment) != 1)
		return false;
	if (__builtin_add_overflow(n, alignment - 1, &sum))
		return false;
	*aligned = sum - sum % alignment;
	return true;
}
