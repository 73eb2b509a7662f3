#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

/* Bytes that glibc's malloc has obtained for its main heap. */
static size_t held(void)
{
	return mallinfo2().arena;
}

int main(void)
{
	static void *photos[1000];
	void *last;

	for (size_t i = 0; i < 1000; i++)
		photos[i] = malloc(1000);
	last = malloc(2000);
	size_t before = held();
	for (size_t i = 0; i < 1000; i++)
		free(photos[i]);
	printf("a thousand photos freed: glibc holds %s\n",
	       held() == before ? "as much as before" : "less");
	free(last);
	printf("the last block, too:     glibc holds %s\n",
	       held() == before ? "as much as before" : "less");
	return 0;
}
