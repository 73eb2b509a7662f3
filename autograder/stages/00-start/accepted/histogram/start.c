/* Counts all letters at once in a table, and looks up the one in question. */
#include "start.h"

#include <limits.h>

size_t count_in(const char *text, char wanted)
{
	size_t counts[UCHAR_MAX + 1] = { 0 };

	if (!text)
		text = "";
	for (size_t i = 0; text[i]; i++)
		counts[(unsigned char)text[i]]++;
	return counts[(unsigned char)wanted];
}
