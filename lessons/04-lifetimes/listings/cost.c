#include <stdint.h>
#include <stdio.h>

/* Each prints how far it is from a variable of its caller. */
static void plain(uintptr_t callers, int deeper)
{
	char mine = 0;
	uintptr_t here = (uintptr_t)&mine;

	if (deeper > 0)
		plain(here, deeper - 1);
	else
		printf("plain    %4zu bytes a call\n", (size_t)(callers - here));
}

static void roomy(uintptr_t callers, int deeper)
{
	char title[1000];
	uintptr_t here = (uintptr_t)title;

	if (deeper > 0)
		roomy(here, deeper - 1);
	else
		printf("roomy    %4zu bytes a call\n", (size_t)(callers - here));
}

int main(void)
{
	plain(0, 1);
	roomy(0, 1);
	return 0;
}
