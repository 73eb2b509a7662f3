#include <stdio.h>
#include <stdlib.h>

#include "regions.h"

static int seconds = 562;
static char photo[65536];

/* How long is the mapping that holds this address? */
static size_t length_at(const void *address)
{
	struct mapping m;
	struct maps maps;
	size_t length = 0;

	if (!maps_open(&maps))
		return 0;
	while (maps_next(&maps, &m))
		if (m.start <= (uintptr_t)address && (uintptr_t)address < m.end)
			length = m.end - m.start;
	maps_close(&maps);
	return length;
}

static void compare(const char *name, size_t before, size_t now)
{
	printf("%-5s %s\n", name, now == before ? "as long as before" : "longer");
}

static int use_much_stack(void)
{
	volatile char wide[1 << 20];

	wide[0] = 0;
	return wide[0];
}

int main(void)
{
	int local = 7;
	char *block = malloc(100);
	size_t text = length_at((void *)(uintptr_t)main);
	size_t data = length_at(&seconds), bss = length_at(photo + 32768);
	size_t heap = length_at(block), stack = length_at(&local);

	// region: use
	for (int i = 0; i < 1000; i++)
		if (malloc(1000) == NULL)       /* and keep them */
			return 1;
	use_much_stack();
	compare("text", text, length_at((void *)(uintptr_t)main));
	compare("data", data, length_at(&seconds));
	compare("bss", bss, length_at(photo + 32768));
	compare("heap", heap, length_at(block));
	compare("stack", stack, length_at(&local));
	// endregion
	return 0;
}
// run: flags=-Iexercises/01-regions solutions/01-regions/regions.c; lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak cppcheck:leakReturnValNotUsed; why=the blocks are there to make the heap grow
