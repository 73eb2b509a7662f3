#include <stdlib.h>

int main(void)
{
	char *one = malloc(1);

	if (one == NULL)
		return 1;
	one[0] = 'y';
	one[1] = 'z'; /* there are 24 bytes, aren't there? */
	free(one);
	return 0;
}

// run: expect=valgrind:write-after-block
