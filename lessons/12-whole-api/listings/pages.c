#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Pages of memory that this program has touched for the first time. */
static long touched(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

// region: main
int main(void)
{
	const size_t bytes = (size_t)64 << 20;          /* 16,384 pages */
	long before = touched();
	char *photo = calloc(bytes, 1);
	long asked = touched();
	char *copy = malloc(bytes);
	if (photo != NULL && copy != NULL)
		memset(copy, 0, bytes);
	long cleared = touched();

	printf("calloc:            %s\n", asked - before < 100 ? "hardly a page" : "all pages");
	printf("malloc and memset: %s\n", cleared - asked < 100 ? "hardly a page" : "all pages");
	if (photo != NULL)
		printf("photo[%zu] is %d\n", bytes - 1, photo[bytes - 1]);
	free(photo);
	free(copy);
	return 0;
}
// endregion

// run: flags=-O0 -fno-builtin
