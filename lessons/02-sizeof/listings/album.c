#include <stdio.h>
#include <stdlib.h>

static void play(int seconds[12])
{
	printf("parameter  %2zu bytes\n", sizeof seconds);
}

int main(void)
{
	int seconds[12] = { 562, 346, 579 };
	int *block = malloc(48);

	printf("array      %2zu bytes\n", sizeof seconds);
	printf("elements   %2zu\n", sizeof seconds / sizeof seconds[0]);
	printf("block      %2zu bytes\n", sizeof block);
	play(seconds);
	free(block);
	return 0;
}
// run: lint=-Wno-sizeof-array-argument tidy:readability-non-const-parameter cppcheck:sizeofwithsilentarraypointer; why=asks a parameter for its size, on purpose
