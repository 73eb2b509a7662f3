#include <stdio.h>
#include <stdlib.h>

static int *read_ratings(int count)
{
	int *ratings = malloc(count);       /* room for count ratings */

	if (ratings != NULL)
		for (int i = 0; i < count; i++)
			ratings[i] = 5;
	return ratings;
}

int main(void)
{
	int *ratings = read_ratings(10);

	if (ratings != NULL)
		printf("the second rating is %d\n", ratings[1]);
	free(ratings);
	return 0;
}
// run: expect=valgrind:InvalidWrite
