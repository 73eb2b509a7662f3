#include "sizes.h"

#include <stdint.h>

bool bytes_for(size_t count, size_t size, size_t *bytes)
{
	if (size != 0 && count > SIZE_MAX / size)
		return false;
	*bytes = count * size;
	return true;
}

bool align_up(size_t n, size_t alignment, size_t *aligned)
{
	if (alignment == 0 || (alignment & (alignment - 1)) != 0)
		return false;
	size_t low_bits = alignment - 1;
	if (n > SIZE_MAX - low_bits)
		return false;
	*aligned = (n + low_bits) & ~low_bits;
	return true;
}
