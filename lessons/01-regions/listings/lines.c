#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char photo[65536];

/* Prints a line with 0x in front of its numbers, without the three words that
   nobody needs, and of a path only what stands behind the last '/'. */
static void show(char *line)
{
	char *slash = strrchr(line, '/');
	char *dash = strchr(line, '-');
	char *blank = strchr(line, ' ');

	*dash = *blank = '\0';
	printf("0x%s-0x%s %.4s %s", line, dash + 1, blank + 1,
	       slash != NULL ? slash + 1 :
	       strchr(blank + 1, '[') != NULL ? "[heap]\n" : "(no name)\n");
}

int main(void)
{
	char *block = malloc(100);
	// region: read
	FILE *map = fopen("/proc/self/maps", "r");
	char line[300];

	if (map == NULL)
		return 1;
	for (int n = 0; n < 7 && fgets(line, 300, map) != NULL; n++)
		show(line);
	fclose(map);
	// endregion
	free(block);
	return photo[0];
}
// run: mask=addresses; lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak; why=the program ends there, and only the address is of interest
