/* Counts from the end down, with memchr to see whether it is worth while. */
#include "start.h"

#include <string.h>

size_t count_in(const char *text, char wanted)
{
	size_t left = text ? strlen(text) : 0;
	size_t count = 0;

	/* memchr is told a length, and needs no terminator to stop:
	   NOLINTNEXTLINE(bugprone-not-null-terminated-result) */
	if (left == 0 || memchr(text, wanted, left) == NULL)
		return 0;
	while (left-- > 0)
		if (wanted == text[left])
			++count;
	return count;
}
