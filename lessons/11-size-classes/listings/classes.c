#include <stdint.h>
#include <stdio.h>

#include "heap.h"

int main(void)
{
	static const size_t sizes[] = { 32, 48, 1008, 1024, 1136, 1152, 2032, 2048, 2288,
		2304, 100000, 262144, SIZE_MAX & ~(size_t)15 };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		printf("%20zu -> %3zu\n", sizes[i], heap_class(sizes[i]));
	return 0;
}

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
