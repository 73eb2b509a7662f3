#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Within 100 MiB of a small block: there the heap of glibc is. */
static const char *where(const void *block, const void *small)
{
	intptr_t far = (intptr_t)block - (intptr_t)small;

	return far > -100 * (1 << 20) && far < 100 * (1 << 20) ? "in the heap" : "elsewhere";
}

// region: main
int main(void)
{
	void *small = malloc(100);
	void *photo = malloc(100000), *film = malloc(1000000);

	printf("100,000 bytes:   %s\n", where(photo, small));
	printf("1,000,000 bytes: %s\n", where(film, small));
	free(film);
	film = malloc(1000000);
	printf("and once more:   %s\n", where(film, small));
	free(film);
	free(photo);
	free(small);
	return 0;
}
// endregion

// run: flags=
