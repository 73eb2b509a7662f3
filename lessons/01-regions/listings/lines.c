#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char photo[65536];

int main(void)
{
	char *block = malloc(100);
	FILE *map = fopen("/proc/self/maps", "r");
	char line[300];

	if (block == NULL || map == NULL)
		return 1;
	/* The first seven lines; 0x in front of the numbers, and of a path only
	   what stands behind the last '/'. */
	for (int n = 0; n < 7 && fgets(line, 300, map) != NULL; n++) {
		char *slash = strrchr(line, '/');
		char *dash = strchr(line, '-');
		char *blank = strchr(line, ' ');

		*dash = *blank = '\0';
		printf("0x%s-0x%s %.4s %s", line, dash + 1, blank + 1,
		       slash != NULL ? slash + 1 :
		       strchr(blank + 1, '[') != NULL ? "[heap]\n" : "(no name)\n");
	}
	fclose(map);
	free(block);
	return photo[0];
}
// run: mask=addresses; lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak; why=the program ends there, and only the address is of interest
