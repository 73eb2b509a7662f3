#include <stdio.h>

struct length {
	char text[8];
};

static struct length length_of(int seconds)
{
	struct length length;

	snprintf(length.text, sizeof length.text, "%d:%02d",
	         seconds / 60 % 100, seconds % 60);
	return length;
}

int main(void)
{
	printf("longest %s, shortest %s\n",
	       length_of(562).text, length_of(187).text);
	return 0;
}
