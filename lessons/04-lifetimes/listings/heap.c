#include <stdio.h>
#include <stdlib.h>

/* Returns "title, seconds s" in a block of its own, which the caller frees;
   NULL: there was no memory. */
static char *new_label(const char *title, int seconds)
{
	int length = snprintf(NULL, 0, "%s, %d s", title, seconds);
	size_t size = (size_t)length + 1;
	char *label = malloc(size);

	if (label != NULL)
		snprintf(label, size, "%s, %d s", title, seconds);
	return label;
}

int main(void)
{
	char *one = new_label("So What", 562);
	char *two = new_label("Naima", 263);

	if (one != NULL && two != NULL)
		printf("%s\n%s\n", one, two);
	free(one);
	free(two);
	return 0;
}
