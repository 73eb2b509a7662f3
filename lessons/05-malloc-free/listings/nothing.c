#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	volatile size_t none = 0;
	char *empty = malloc(none);
	printf("malloc(0):     %s\n", empty != NULL ? "an address" : "NULL");
	free(empty);

	char *block = malloc(10);
	char *after = realloc(block, none);
	printf("realloc(p, 0): %s\n", after != NULL ? "an address" : "NULL");
	free(after);
	return 0;
}
// run: lint=tidy:clang-analyzer-optin.portability.UnixAPI; why=asks for no bytes, on purpose
