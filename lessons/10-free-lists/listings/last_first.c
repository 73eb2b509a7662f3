#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SONGS = 5 };

int main(void)
{
	uintptr_t place[SONGS];                 /* numbers: they outlive the blocks */
	void *songs[SONGS];

	for (size_t i = 0; i < SONGS; i++) {
		songs[i] = malloc(100);
		place[i] = (uintptr_t)songs[i];
	}
	for (size_t i = 0; i < SONGS; i++)
		free(songs[i]);
	printf("freed in the order 0 1 2 3 4, handed out again:");
	for (size_t i = 0; i < SONGS; i++) {
		songs[i] = malloc(100);
		for (size_t k = 0; k < SONGS; k++)
			if (place[k] == (uintptr_t)songs[i])
				printf(" %zu", k);
	}
	printf("\n");
	for (size_t i = 0; i < SONGS; i++)
		free(songs[i]);
	return 0;
}

// run: flags=
