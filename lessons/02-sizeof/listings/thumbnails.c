#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	size_t count = 4611686018427387905;  // so says the file
	uint32_t *pixels = malloc(count * sizeof *pixels);

	if (pixels == NULL)
		return 1;
	printf("%zu pixels take %zu bytes\n", count, count * sizeof *pixels);
	for (size_t i = 0; i < 3; i++)
		pixels[i] = 0xffffff;
	free(pixels);
	return 0;
}

// run: tool=valgrind; expect=valgrind:InvalidWrite
