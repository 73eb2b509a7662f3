#define _DEFAULT_SOURCE 1
#include <stdio.h>
#include <sys/mman.h>

enum { PAGE = 4096, PAGES = 16 };

/* One character a page: # if it has memory. */
static void look(char *pages, const char *when)
{
	unsigned char there[PAGES];

	if (mincore(pages, (size_t)PAGES * PAGE, there) != 0)
		return;
	for (int i = 0; i < PAGES; i++)
		putchar(there[i] & 1 ? '#' : '.');
	printf("  %s\n", when);
}

int main(void)
{
	char *pages = mmap(NULL, (size_t)PAGES * PAGE, PROT_NONE,
	                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		return 1;
	look(pages, "reserved");
	if (mprotect(pages, (size_t)8 * PAGE, PROT_READ | PROT_WRITE) != 0)
		return 1;
	look(pages, "the first 8 opened");
	pages[2 * PAGE] = 'a';
	pages[5 * PAGE + 4095] = 'b';
	look(pages, "a byte each written in 2 and 5");
	if (madvise(pages, (size_t)4 * PAGE, MADV_DONTNEED) != 0)
		return 1;
	look(pages, "the first 4 given back");
	printf("and now they hold: %d, %c\n", pages[2 * PAGE], pages[5 * PAGE + 4095]);
	return 0;
}
