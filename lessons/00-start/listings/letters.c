#include <stdio.h>
#include <string.h>

int main(void)
{
	const char *title = "banana";
	size_t length = strlen(title);
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		if (title[i] == 'n')
			count++;
	printf("%s has %zu n's\n", title, count);
	return 0;
}
