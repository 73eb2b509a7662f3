#define _DEFAULT_SOURCE 1
#include <stdio.h>
#include <unistd.h>

#include "pages.h"

/* No printf in between: its malloc might move the break as well. */
int main(void)
{
	char *first = pages_grow(4096);
	char *second = pages_grow(4096);
	const char *foreign = sbrk(64);         /* somebody else, say a library */
	const char *third = pages_grow(4096);
	bool back = pages_shrink(4096);

	if (first == NULL || second == NULL || foreign == NULL)
		return 1;
	printf("the second piece: %td bytes behind the first\n", second - first);
	printf("the foreign one:  %td bytes behind the second\n", foreign - second);
	printf("a third piece:    %s\n", third == NULL ? "no" : "yes");
	printf("giving one back:  %s\n", back ? "yes" : "no");
	return 0;
}

// run: flags=-Iautograder/rig autograder/rig/pages_sbrk.c
