#include <stdio.h>
#include <stdlib.h>

/* Careful, it seems: no leak when realloc says no. */
static char *resize(char *text, size_t size)
{
	char *moved = realloc(text, size);

	if (moved == NULL)
		free(text);
	return moved;
}

int main(void)
{
	char *text = malloc(100);

	for (size_t size = 100; text != NULL; size -= 50) {
		printf("%zu bytes\n", size);
		fflush(stdout);
		text = resize(text, size);
	}
	return 0;
}

// run: flags=-Wno-use-after-free; expect=signal:ABRT; lint=tidy:clang-analyzer-unix.Malloc cppcheck:doubleFree; why=this is the fault that is shown
