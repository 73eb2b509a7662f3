#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	static const size_t sizes[] = {1, 24, 25, 40, 41, 100};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		void *block = malloc(sizes[i]);
		printf("asked for %3zu, usable %3zu\n", sizes[i], malloc_usable_size(block));
		free(block);
	}
	return 0;
}
