#include <stdio.h>

static const char *length_of(int seconds)
{
	if (seconds < 0)
		return "not a track";
	if (seconds > 600)
		return "a long track";
	return "a track";
}

int main(void)
{
	printf("%s\n", length_of(215));
	printf("%s\n", length_of(562));
	return 0;
}
