#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "told.h"

static char *copy(const char *text)
{
	char *block = alloc_told(strlen(text) + 1);

	return block == NULL ? NULL : strcpy(block, text);
}

static void show(const char *name)
{
	printf("request 1 is by ");
	while (*name != '\0')
		putchar(*name++);
	putchar('\n');
}

int main(void)
{
	if (!arena_init())
		return 1;
	struct arena_mark request = arena_mark();
	const char *user = copy("ada");         /* for this request only */
	show(user);
	release_told(request);                  /* it is over */

	show(user);
	copy("bob, administrator");             /* the next request's */
	show(user);
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages_system.c; tool=valgrind
