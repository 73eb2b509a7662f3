#include <stdio.h>

static const char *const titles[2] = { "So What", "Naima" };

static void find_lost(const char *found)
{
	found = titles[1];
	printf("inside:   %s\n", found);
}

static void find(const char **found)
{
	*found = titles[1];
}

int main(void)
{
	const char *title = "nothing";

	find_lost(title);
	printf("outside:  %s\n", title);
	find(&title);
	printf("one star more:  %s\n", title);
	return 0;
}
