#include <stdio.h>

static int *longest(void)
{
	int seconds = 562;
	int *where = &seconds;

	return where;
}

static int *shortest(void)
{
	int seconds = 187;
	int *where = &seconds;

	return where;
}

int main(void)
{
	int *most = longest();

	printf("the longest takes %d s\n", *most);
	int *least = shortest();
	printf("the longest takes %d s, the shortest %d s\n", *most, *least);
	return 0;
}
// run: lint=-Wno-uninitialized tidy:clang-analyzer-core.CallAndMessage tidy:clang-analyzer-core.StackAddressEscape cppcheck:returnDanglingLifetime; why=follows the address of a local that is gone
