#include <stddef.h>
#include <stdio.h>

struct track {
	char rating;
	int seconds;
	char disc;
};

int main(void)
{
	printf("char          %2zu\n", _Alignof(char));
	printf("short         %2zu\n", _Alignof(short));
	printf("int           %2zu\n", _Alignof(int));
	printf("double        %2zu\n", _Alignof(double));
	printf("char *        %2zu\n", _Alignof(char *));
	printf("struct track  %2zu\n", _Alignof(struct track));
	printf("max_align_t   %2zu\n", _Alignof(max_align_t));
	return 0;
}
