#include <stddef.h>
#include <stdio.h>

struct track {
	char rating;
	int seconds;
	char disc;
};

int main(void)
{
	printf("rating   at %zu\n", offsetof(struct track, rating));
	printf("seconds  at %zu\n", offsetof(struct track, seconds));
	printf("disc     at %zu\n", offsetof(struct track, disc));
	printf("members  %2zu bytes\n",
	       sizeof(char) + sizeof(int) + sizeof(char));
	printf("struct   %2zu bytes\n", sizeof(struct track));
	return 0;
}
