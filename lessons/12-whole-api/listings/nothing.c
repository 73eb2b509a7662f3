#include <stdio.h>
#include <stdlib.h>

#include "heap.h"

static const char *is_null(const void *p)
{
	return p == NULL ? "NULL" : "an address";
}

// region: main
int main(void)
{
	if (!heap_init())
		return 1;
	void *song = malloc(100), *none = malloc(0), *zeros = calloc(0, 8);
	void *mine = heap_alloc(100), *nothing = heap_alloc(0);

	printf("malloc(0):           %s\n", is_null(none));
	printf("calloc(0, 8):        %s\n", is_null(zeros));
	printf("realloc(song, 0):    %s\n", is_null(realloc(song, 0)));
	printf("heap_alloc(0):       %s\n", is_null(nothing));
	printf("heap_realloc(.., 0): %s\n", is_null(heap_realloc(mine, 0)));
	free(none);
	free(zeros);
	return 0;
}
// endregion

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; lint=tidy:clang-analyzer-optin.portability.UnixAPI cppcheck:memleak; why=requests for nothing are the subject, and realloc frees the song
