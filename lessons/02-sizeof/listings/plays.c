#include <stdio.h>

int main(void)
{
	int plays = 7;
	double *rating = NULL;
	size_t size = sizeof plays++;

	printf("plays takes %zu bytes and is %d\n", size, plays);
	printf("rating takes %zu bytes\n", sizeof rating);
	printf("what it points to takes %zu\n", sizeof *rating);
	return 0;
}
// run: lint=-Wno-unevaluated-expression cppcheck:sizeofCalculation; why=shows that sizeof does not run its operand
