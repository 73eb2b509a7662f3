#include <stdio.h>

/* The length of a track as m:ss, in a buffer that is always the same. */
static const char *length_of(int seconds)
{
	static char text[20];

	snprintf(text, sizeof text, "%d:%02d", seconds / 60, seconds % 60);
	return text;
}

int main(void)
{
	const char *longest = length_of(562);

	printf("longest %s\n", longest);
	printf("longest %s, shortest %s\n", length_of(562), length_of(187));
	return 0;
}
