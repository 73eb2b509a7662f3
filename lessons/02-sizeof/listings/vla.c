#include <stdio.h>

int main(void)
{
	int n = 3;
	size_t size = sizeof(int[n++]);

	printf("size is %zu, n is %d\n", size, n);

	int lengths[n];
	n = 100;
	printf("lengths takes %zu bytes\n", sizeof lengths);
	return 0;
}
// run: lint=-Wno-vla tidy:clang-analyzer-deadcode.DeadStores; why=an array keeps its length when n changes
