#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// region: join
/* The two texts in one new block, which the caller frees; NULL: no memory. */
static char *join(const char *first, const char *second)
{
	size_t a = strlen(first), b = strlen(second);
	char *both = NULL;

	if (b < SIZE_MAX - a)
		both = malloc(a + b + 1);
	if (both != NULL) {
		memcpy(both, first, a);
		memcpy(both + a, second, b + 1);
	}
	return both;
}
// endregion

static int unused_one;
int main(void)
{
	char *file = join("naima", ".txt");

	if (file == NULL)
		return 1;
	puts(file);
	free(file);
	return 0;
}
