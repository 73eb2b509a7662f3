#include <stdio.h>

#include "heap.h"
#include "pages.h"

int main(void)
{
	void *seat[8] = { NULL };
	int count = 0;

	pages_reset(4096);
	if (!heap_init())
		return 1;
	while (count < 8 && (seat[count] = heap_alloc(1000)) != NULL)
		count++;
	printf("payloads of 1000 bytes in one page: %d\n", count);
	printf("heap_check: %s\n", heap_check() == NULL ? "sound" : "damaged");
	heap_free(seat[1]);
	printf("one freed, next request: %s\n",
	       heap_alloc(900) == seat[1] ? "takes its place" : "refused");
	return 0;
}

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
