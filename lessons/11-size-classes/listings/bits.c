#include <stdint.h>
#include <stdio.h>

// region: loops
static unsigned highest_by_loop(uint64_t n)     /* n is not 0 */
{
	unsigned number = 0;

	while (n >>= 1)
		number++;
	return number;
}

static unsigned lowest_by_loop(uint64_t n)      /* n is not 0 */
{
	unsigned number = 0;

	while ((n >> number & 1) == 0)
		number++;
	return number;
}
// endregion

int main(void)
{
	// region: main
	static const uint64_t numbers[] = { 1, 32, 48, 63, 64, 1000, 1024, (uint64_t)1 << 40 };

	for (size_t i = 0; i < 8; i++) {
		uint64_t n = numbers[i];
		printf("%13llu: highest bit %2u = %2d, lowest bit %2u = %2d\n",
		       (unsigned long long)n,
		       highest_by_loop(n), 63 - __builtin_clzll(n),
		       lowest_by_loop(n), __builtin_ctzll(n));
	}
	// endregion
	return 0;
}

// run: flags=
