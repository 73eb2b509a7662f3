#include <stdio.h>

#define MUST(condition, text) \
	(0 * sizeof(struct { _Static_assert(condition, text); char unused; }))

/* n, a constant from 0 to 100 */
#define PERCENT(n) ((n) + MUST((n) >= 0 && (n) <= 100, "0 to 100, please"))

int main(void)
{
	printf("volume %zu %%\n", PERCENT(110));
	return 0;
}

// run: expect=compile-error
