#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Physical memory that this process holds now, in bytes. */
static long resident(void)
{
	long pages = 0;
	FILE *statm = fopen("/proc/self/statm", "r");

	if (statm != NULL && fscanf(statm, "%*s %ld", &pages) != 1)
		pages = 0;
	if (statm != NULL)
		fclose(statm);
	return pages * sysconf(_SC_PAGESIZE);
}

/* Says how much more that is than at the start, to the nearest 8 MiB. */
static void report(const char *when, long start)
{
	long more = (resident() - start + (4 << 20)) / (8 << 20) * 8;

	printf("%-21s  %2ld MiB resident\n", when, more);
}

enum { PHOTO = 64 << 20, SMALL = 64 << 10, MANY = PHOTO / SMALL };

int main(void)
{
	static char *small[MANY];
	long start = resident();

	char *photo = malloc(PHOTO);
	report("64 MiB asked for:", start);
	if (photo == NULL)
		return 1;
	memset(photo, 1, PHOTO);
	report("every byte written:", start);
	free(photo);
	report("freed:", start);

	for (int i = 0; i < MANY; i++) {
		small[i] = malloc(SMALL);
		if (small[i] == NULL)
			return 1;
		memset(small[i], 1, SMALL);
	}
	report("64 MiB in 1024 blocks:", start);
	for (int i = 0; i < MANY - 1; i++)
		free(small[i]);
	report("all but one freed:", start);
	free(small[MANY - 1]);
	return 0;
}
