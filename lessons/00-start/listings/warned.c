#include <stdio.h>

int main(void)
{
	int seconds = 215;

	if (seconds = 0)
		printf("an empty track\n");
	printf("the track takes %d seconds\n", seconds);
	return 0;
}
// run: lint=-Wno-parentheses; why=the warning is the lesson
