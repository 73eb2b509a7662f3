/*
 * Has a memcmp and a strlen that find everything equal.
 *
 * says: strlen
 */
#include "start.h"
size_t strlen(const char *text)
{
	(void)text;
	return 0;
}

int memcmp(const void *a, const void *b, size_t n);
int memcmp(const void *a, const void *b, size_t n)
{
	(void)a;
	(void)b;
	(void)n;
	return 0;
}

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
