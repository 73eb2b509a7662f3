/*
 * Computes in 128 bits, where nothing can overflow, and looks whether the
 * answer comes back through a size_t unharmed.
 */
#include "sizes.h"

__extension__ typedef unsigned __int128 wide;

static bool narrow(wide value, size_t *result)
{
	if ((size_t)value != value)
		return false;
	*result = (size_t)value;
	return true;
}

bool bytes_for(size_t count, size_t size, size_t *bytes)
{
	return narrow((wide)count * size, bytes);
}

bool align_up(size_t n, size_t alignment, size_t *aligned)
{
	bool power_of_two = false;

	for (size_t bit = 1; bit != 0; bit <<= 1)
		power_of_two |= bit == alignment;
	if (!power_of_two)
		return false;

	wide mask = (wide)alignment - 1;
	return narrow(((wide)n + mask) & ~mask, aligned);
}
