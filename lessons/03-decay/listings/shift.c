#include <stdio.h>

int main(void)
{
	char queue[] = "ABCDEF";       // six songs, one letter each

	/* A new song comes first: everything moves up by one place. */
	for (int i = 0; i < 5; i++)
		queue[i + 1] = queue[i];
	queue[0] = 'N';
	printf("%s\n", queue);
	return 0;
}
