/*
 * Multiplies in longhand, bit by bit, and stops when a digit would be lost;
 * rounds up by rounding down first.
 */
#include "sizes.h"

#include <stdint.h>

bool bytes_for(size_t count, size_t size, size_t *bytes)
{
	size_t sum = 0;

	while (count != 0 && size != 0) {
		if (count & 1) {
			if (sum > SIZE_MAX - size)
				return false;
			sum += size;
		}
		count >>= 1;
		if (count != 0 && size > SIZE_MAX / 2)
			return false;
		size *= 2;
	}
	*bytes = sum;
	return true;
}

bool align_up(size_t n, size_t alignment, size_t *aligned)
{
	if (alignment == 0 || (alignment & -alignment) != alignment)
		return false;

	size_t below = n & -alignment;
	if (below == n) {
		*aligned = n;
		return true;
	}
	if (below > SIZE_MAX - alignment)
		return false;
	*aligned = below + alignment;
	return true;
}
