#include <stdio.h>

struct track {
	int seconds;
	char rating;
	char disc;
};

int main(void)
{
	struct track album[12];

	printf("struct %zu bytes, album %zu\n",
	       sizeof(struct track), sizeof album);
	return 0;
}
