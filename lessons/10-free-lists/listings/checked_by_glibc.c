#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	printf("a photo is freed, and written to\n");
	fflush(stdout);
	void *volatile *photo = malloc(5000);   /* too large for the tcache */
	void *poster = malloc(5000);            /* its right neighbour      */
	void *caption = malloc(100);            /* keeps both off the end   */

	if (photo == NULL || poster == NULL || caption == NULL)
		return 1;
	free((void *)photo);
	photo[0] = caption;                     /* the link next; too late  */
	free(poster);
	printf("the poster is freed, too\n");
	free(caption);
	return 0;
}

// run: flags=-Wno-use-after-free; expect=signal:ABRT
