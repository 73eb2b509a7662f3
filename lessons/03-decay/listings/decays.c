#include <stdio.h>

#define KIND(thing) _Generic((thing), \
	int *: "pointer to int", \
	char *: "pointer to char", \
	int (*)[12]: "pointer to an array of 12 int", \
	char (*)[5]: "pointer to an array of 5 char", \
	default: "something else")

int main(void)
{
	int seconds[12] = { 562 };
	char title[] = "Blue";

	printf("seconds        %s\n", KIND(seconds));
	printf("seconds + 1    %s\n", KIND(seconds + 1));
	printf("&seconds       %s\n", KIND(&seconds));
	printf("\"Blue\"         %s\n", KIND("Blue"));
	printf("&\"Blue\"        %s\n", KIND(&"Blue"));
	printf("sizeof seconds, \"Blue\", title   %zu, %zu, %zu\n",
	       sizeof seconds, sizeof "Blue", sizeof title);
	return 0;
}
// run: lint=tidy:clang-analyzer-deadcode.DeadStores; why=title is there for its type alone
