#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int seconds = 562;

static void compare(const char *name, const char *before, uintptr_t now)
{
	printf("%s: %s\n", name,
	       (uintptr_t)strtoumax(before, NULL, 16) == now ? "the same" : "moved");
}

int main(int count, char **words)
{
	int local = 7;
	char *block = malloc(100);
	uintptr_t at[5] = { (uintptr_t)main, (uintptr_t)&seconds,
	                    (uintptr_t)block, (uintptr_t)&local };
	char text[5][20];

	// region: second
	if (count == 6) {               /* the second run */
		compare("main", words[1], at[0]);
		compare("seconds", words[2], at[1]);
		compare("the block", words[3], at[2]);
		compare("local", words[4], at[3]);
		compare("from main to seconds", words[5], at[1] - at[0]);
		return 0;
	}
	// endregion
	/* The first run: start the same program anew, with our addresses. */
	at[4] = at[1] - at[0];
	for (int i = 0; i < 5; i++)
		snprintf(text[i], 20, "%zx", (size_t)at[i]);
	execl("/proc/self/exe", "again", text[0], text[1], text[2], text[3],
	      text[4], (char *)NULL);
	return 1;
}
// run: lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak; why=the program ends there, and only the address is of interest
