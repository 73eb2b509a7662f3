#include <alloca.h>
#include <stdint.h>
#include <stdio.h>

static void compare(const char *name, uintptr_t first, uintptr_t last)
{
	printf("%-7s the tenth lies %zu KiB below the first\n", name,
	       (size_t)(first - last) >> 10);
}

int main(void)
{
	uintptr_t first = 0, last = 0;
	size_t size = 1024;

	for (int i = 0; i < 10; i++) {
		char line[size];                /* an array of variable length */
		last = (uintptr_t)line;
		if (i == 0)
			first = last;
	}
	compare("array", first, last);

	for (int i = 0; i < 10; i++) {
		char *line = alloca(size);
		last = (uintptr_t)line;
		if (i == 0)
			first = last;
	}
	compare("alloca", first, last);
	return 0;
}
// run: lint=-Wno-vla cppcheck:allocaCalled; why=shows what a VLA and alloca do in a loop
