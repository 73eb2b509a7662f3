#include <stdio.h>
#include <string.h>

int main(void)
{
	char title[40] = "03 - A Case of You, from the album Blue";

	strcpy(title, title + 5);   /* without the number in front */
	printf("%s\n", title);
	return 0;
}
// run: expect=valgrind:Overlap
