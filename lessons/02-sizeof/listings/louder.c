// run: expect=compile-error
#include <stdio.h>

#define MUST(condition, text) \
	(0 * sizeof(struct { _Static_assert(condition, text); char unused; }))

/* n, a constant from 0 to 100 */
#define PERCENT(n) ((n) + MUST((n) >= 0 && (n) <= 100, "0 to 100, please"))

int main(void)
{
	// region: call
	printf("volume %zu %%\n", PERCENT(110));
	// endregion
	return 0;
}
