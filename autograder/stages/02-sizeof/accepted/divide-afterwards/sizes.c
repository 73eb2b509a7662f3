/*
 * Multiplies first and divides back: unsigned arithmetic may wrap, so this is
 * defined, and what does not come back as it was has wrapped. Rounds up by
 * what is missing to the next multiple.
 */
#include "sizes.h"

bool bytes_for(size_t count, size_t size, size_t *bytes)
{
	size_t product = count * size;

	if (count != 0 && product / count != size)
		return false;
	*bytes = product;
	return true;
}

static bool is_power_of_two(size_t n)
{
	while (n > 1 && n % 2 == 0)
		n /= 2;
	return n == 1;
}

bool align_up(size_t n, size_t alignment, size_t *aligned)
{
	if (!is_power_of_two(alignment))
		return false;

	size_t beyond = n % alignment;
	size_t missing = beyond == 0 ? 0 : alignment - beyond;
	if (n + missing < n)
		return false;
	*aligned = n + missing;
	return true;
}
