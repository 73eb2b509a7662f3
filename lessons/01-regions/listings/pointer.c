#include <stdio.h>
#include <stdlib.h>

#include "regions.h"

int main(void)
{
	int *seconds = NULL;            /* for the tracks of an album */

	printf("the pointer:           %s\n", region_name(region_of(&seconds)));
	printf("what it points to:     %s\n", region_name(region_of(seconds)));
	seconds = malloc(100);
	printf("after malloc:          %s\n", region_name(region_of(seconds)));
	free(seconds);
	seconds = NULL;
	fflush(stdout);
	seconds[0] = 562;               /* and now? */
	printf("the first track takes %d s\n", seconds[0]);
	return 0;
}
// run: flags=-Iexercises/01-regions solutions/01-regions/regions.c; expect=signal:SEGV
