#include <stdint.h>
#include <stdio.h>

static int fits(size_t count, size_t size)
{
	return count <= SIZE_MAX / size;
}

int main(void)
{
	printf("3 * 0 %s\n", fits(3, 0) ? "fits" : "does not fit");
	return 0;
}
// run: lint=tidy:clang-analyzer-core.DivideZero; why=divides by zero, on purpose
