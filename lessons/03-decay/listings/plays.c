#include <stdio.h>

static int plays_of(int plays[5])
{
	int sum = 0;

	for (size_t i = 0; i < sizeof plays / sizeof plays[0]; i++)
		sum += plays[i];
	return sum;
}

int main(void)
{
	int plays[5] = { 10, 20, 30, 40, 50 };

	printf("%d plays\n", plays_of(plays));
	return 0;
}
// run: lint=tidy:readability-non-const-parameter -Wno-sizeof-array-argument -Wno-sizeof-pointer-div tidy:bugprone-sizeof-expression cppcheck:sizeofwithsilentarraypointer; why=asks a parameter for its size, on purpose
