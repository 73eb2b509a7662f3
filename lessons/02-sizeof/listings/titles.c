#include <stdio.h>
#include <string.h>

int main(void)
{
	char exact[] = "Blue";
	char roomy[32] = "Blue";
	const char *pointer = "Blue";

	printf("exact    sizeof %2zu  strlen %zu\n", sizeof exact, strlen(exact));
	printf("roomy    sizeof %2zu  strlen %zu\n", sizeof roomy, strlen(roomy));
	printf("pointer  sizeof %2zu  strlen %zu\n",
	       sizeof pointer, strlen(pointer));
	printf("literal  sizeof %2zu  strlen %zu\n",
	       sizeof "Blue", strlen("Blue"));
	return 0;
}
