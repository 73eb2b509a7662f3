#include <stdint.h>
#include <stdio.h>

// region: first
/* Has list number i a block? Bit i of the map says so. Lists 5, 9 and 40 have. */
static const uint64_t map = (uint64_t)1 << 5 | (uint64_t)1 << 9 | (uint64_t)1 << 40;

/* The first list from this one on that has a block, or -1. */
static int first_from(unsigned list)
{
	uint64_t bits = map >> list;            /* the lower ones are gone */

	return bits == 0 ? -1 : (int)list + __builtin_ctzll(bits);
}
// endregion

int main(void)
{
	// region: main
	static const unsigned wanted[] = { 0, 5, 6, 10, 41 };

	for (size_t i = 0; i < 5; i++)
		printf("from list %2u on: %d\n", wanted[i], first_from(wanted[i]));
	// endregion
	return 0;
}

// run: flags=
