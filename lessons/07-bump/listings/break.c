#define _DEFAULT_SOURCE 1               /* sbrk is not in C, nor in POSIX any more */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How far has the program break moved since this was asked before? */
static ptrdiff_t moved(void)
{
	static char *before;
	char *now = sbrk(0);            /* by 0 bytes: says where it stands */
	ptrdiff_t way = before == NULL ? 0 : now - before;

	before = now;
	return way;
}

static void ask(int times, size_t size)
{
	for (int i = 0; i < times; i++)
		if (malloc(size) == NULL)
			exit(1);
}

int main(void)
{
	ptrdiff_t way[4];

	moved();                        /* no printf yet: it asks malloc too */
	ask(1, 100);
	way[0] = moved();
	ask(1000, 100);
	way[1] = moved();
	ask(200, 100);
	way[2] = moved();
	ask(1, 1000000);
	way[3] = moved();

	printf("   1 block of 100:      %6td bytes\n", way[0]);
	printf("1000 more of 100:       %6td bytes\n", way[1]);
	printf(" 200 more of 100:       %6td bytes\n", way[2]);
	printf("   1 block of 1000000:  %6td bytes\n", way[3]);
	return 0;
}

// run: lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak cppcheck:leakReturnValNotUsed; why=the blocks are there to make the break move
