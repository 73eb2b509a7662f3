#include <stdio.h>

#define SAME_TYPE(a, b) \
	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))

int main(void)
{
	int seconds[12] = { 0 };
	int *first = seconds;

	printf("seconds and first         %d\n", SAME_TYPE(seconds, first));
	printf("seconds[0] and first[0]   %d\n",
	       SAME_TYPE(seconds[0], first[0]));
	printf("first and &seconds[0]     %d\n", SAME_TYPE(first, &seconds[0]));
	printf("&first and &seconds       %d\n", SAME_TYPE(&first, &seconds));
	return 0;
}
// run: lint=tidy:clang-analyzer-deadcode.DeadStores; why=first is there for its type alone
