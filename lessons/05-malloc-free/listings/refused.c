#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	volatile size_t tebibyte = (size_t)1 << 40;
	void *everything = malloc(256 * tebibyte);

	if (everything == NULL)
		printf("256 TiB: no (%s)\n", strerror(errno));
	void *little = malloc(100);
	printf("100 bytes, right after that: %s\n", little != NULL ? "yes" : "no");
	free(little);
	free(everything);
	return 0;
}
