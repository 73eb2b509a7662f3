#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void forget(char *title)
{
	free(title);
}

int main(void)
{
	char *title = malloc(40);

	if (title == NULL)
		return 1;
	strcpy(title, "  So What");
	while (*title == ' ')           /* skip the blanks in front */
		title++;
	printf("\"%s\"\n", title);
	fflush(stdout);
	forget(title);
	return 0;
}

// run: expect=signal:ABRT
