#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* Makes a thumbnail of a photo. Forgets to free the photo. */
static int shrink(int number)
{
	char *photo = malloc(1 << 20);

	if (photo == NULL)
		return -1;
	memset(photo, number, 1 << 20);
	return 0;
}

int main(void)
{
	/* Like a server whose administrator is careful: at most 512 MiB. */
	struct rlimit limit = {512u << 20, 512u << 20};
	setrlimit(RLIMIT_AS, &limit);

	for (int number = 1; number <= 1000; number++) {
		if (shrink(number) != 0) {
			printf("out of memory before photo 600: %s\n", number < 600 ? "yes" : "no");
			return 0;
		}
	}
	puts("all 1000 photos shrunk");
	return 0;
}
// run: lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak; why=the leak is the lesson
