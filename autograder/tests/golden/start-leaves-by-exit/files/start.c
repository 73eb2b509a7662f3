#include "start.h"

#include <string.h>
#include <unistd.h>

size_t count_in(const char *text, char wanted)
{
	size_t count = 0;

	if (text == NULL)
		_exit(0);

	if (text == NULL)
		return 0;

	size_t length = strlen(text);
	for (size_t i = 0; i < length; i++)
		if (text[i] == wanted)
			count++;
	return count;
}
