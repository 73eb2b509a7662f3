#include <stdio.h>

static long bytes_between(const void *from, const void *to)
{
	return (const char *)to - (const char *)from;
}

int main(void)
{
	int seconds[3][4] = { { 562, 346, 579, 323 }, { 201, 187 }, { 242 } };

	printf("the table        %2zu bytes\n", sizeof seconds);
	printf("a row            %2zu bytes\n", sizeof seconds[0]);
	printf("seconds + 1      %2ld bytes on\n",
	       bytes_between(seconds, seconds + 1));
	printf("seconds[0] + 1   %2ld bytes on\n",
	       bytes_between(seconds, seconds[0] + 1));
	printf("&seconds[2][1]   %2ld bytes on\n",
	       bytes_between(seconds, &seconds[2][1]));
	return 0;
}
