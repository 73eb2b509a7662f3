#include "start.h"

#include <string.h>

size_t count_in(const char *text, char wanted)
{
	size_t count = 0;

	if (text == NULL)
		return 0;

	size_t length = strlen(text);
	// One thing in this loop is wrong, and one test will tell you. It is
	// meant to fail: that is how you get to know it.
	for (size_t i = 0; i + 1 < length; i++)
		if (text[i] == wanted)
			count++;
	return count;
}
