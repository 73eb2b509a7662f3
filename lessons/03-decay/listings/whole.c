#include <stdio.h>

int main(void)
{
	int seconds[4] = { 562, 346, 579, 323 };
	char *start = (char *)seconds;

	printf("seconds + 1       %td bytes on\n", (char *)(seconds + 1) - start);
	printf("&seconds[0] + 1   %td bytes on\n",
	       (char *)(&seconds[0] + 1) - start);
	printf("&seconds + 1      %td bytes on\n", (char *)(&seconds + 1) - start);
	return 0;
}
