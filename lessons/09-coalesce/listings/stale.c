#include <stdio.h>
#include <string.h>

#include "heap.h"

static void show(const char *what, const void *payload)
{
	unsigned char bytes[24];

	memcpy(bytes, payload, sizeof bytes);
	printf("%-23s", what);
	for (size_t i = 0; i < sizeof bytes; i++)
		putchar(bytes[i] >= ' ' && bytes[i] < 127 ? bytes[i] : '.');
	putchar('\n');
}

int main(void)
{
	if (!heap_init())
		return 1;
	char *login = heap_alloc(40);
	char *secret = heap_alloc(24);
	if (login == NULL || secret == NULL)
		return 1;
	strcpy(login, "billie");
	strcpy(secret, "password: strange fruit");
	heap_free(secret);
	show("freed:", secret);
	heap_free(login);
	show("merged with the left:", secret);
	const void *letter = heap_alloc(90);
	if (letter != login)
		return 1;
	show("part of a new payload:", secret);
	return 0;
}

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
