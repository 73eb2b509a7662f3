#include <stdint.h>
#include <stdio.h>

// region: check
static void check(size_t count, size_t size)
{
	size_t product = count * size;

	printf("%19zu * %zu = %19zu  %-7s %s\n", count, size, product,
	       product < count ? "wrapped" : "fine",
	       count > SIZE_MAX / size ? "wraps" : "fits");
}
// endregion

int main(void)
{
	check(10, 4);
	check(4611686018427387903, 4);
	check(4611686018427387904, 4);
	check(4611686018427387905, 4);
	check(6148914691236517206, 4);
	return 0;
}
