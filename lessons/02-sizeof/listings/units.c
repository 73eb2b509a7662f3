#include <limits.h>
#include <stdio.h>

int main(void)
{
	char letter = 'a';

	printf("char    %zu\n", sizeof(char));
	printf("short   %zu\n", sizeof(short));
	printf("int     %zu\n", sizeof(int));
	printf("long    %zu\n", sizeof(long));
	printf("double  %zu\n", sizeof(double));
	printf("char *  %zu\n", sizeof(char *));
	printf("size_t  %zu\n", sizeof(size_t));
	printf("letter  %zu\n", sizeof letter);
	printf("'a'     %zu\n", sizeof 'a');
	printf("one byte has %d bits\n", CHAR_BIT);
	return 0;
}
