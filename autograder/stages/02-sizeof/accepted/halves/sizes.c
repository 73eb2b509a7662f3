/*
 * Works in halves of 32 bits, as one does with pen and paper, and rounds up
 * with a count of whole multiples.
 */
#include "sizes.h"

#include <stdint.h>

#define HALF 32
#define LOW  ((size_t)UINT32_MAX)

bool bytes_for(size_t count, size_t size, size_t *bytes)
{
	size_t high_a = count >> HALF, low_a = count & LOW;
	size_t high_b = size >> HALF, low_b = size & LOW;

	if (high_a != 0 && high_b != 0)
		return false;
	size_t middle = high_a * low_b + high_b * low_a;
	if (middle > LOW)
		return false;
	size_t low = low_a * low_b;
	if (low > SIZE_MAX - (middle << HALF))
		return false;
	*bytes = (middle << HALF) + low;
	return true;
}

bool align_up(size_t n, size_t alignment, size_t *aligned)
{
	unsigned ones = 0;

	for (size_t rest = alignment; rest != 0; rest >>= 1)
		ones += rest & 1;
	if (ones != 1)
		return false;

	size_t multiples = n / alignment + (n % alignment != 0);
	return bytes_for(multiples, alignment, aligned);
}
