#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// region: trim
/* Cuts the spaces off the end of a line of a log. */
static void trim(char *line)
{
	char *last = line + strlen(line) - 1;

	while (*last == ' ')
		last--;
	last[1] = '\0';
}
// endregion

int main(void)
{
	static const char *const lines[] = { "disk full  ", "ready", "   " };

	for (size_t i = 0; i < 3; i++) {
		char *line = malloc(strlen(lines[i]) + 1);

		if (line == NULL)
			return 1;
		strcpy(line, lines[i]);
		trim(line);
		printf("[%s]\n", line);
		free(line);
	}
	return 0;
}
// run: tool=valgrind; expect=valgrind:read-before-block
