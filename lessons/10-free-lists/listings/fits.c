#include <stdio.h>

#include "race_heap.h"

/* Two holes, of 1312 bytes and behind it of 1216, and no more pages. */
static void two_holes(enum fit fit)
{
	void *holes[2];

	policy = (struct policy){ .order = ADDRESS, .fit = fit };
	pages_reset(PAGES_LIMIT);
	if (!race_init())
		return;
	holes[0] = race_alloc(1296);
	race_alloc(16);
	holes[1] = race_alloc(1200);
	race_alloc(16);
	race_free(holes[0]);
	race_free(holes[1]);
	pages_fail_at(1);
}

static const char *ask(size_t bytes)
{
	return race_alloc(bytes) == NULL ? "NULL" : "yes";
}

static void play(const char *name, enum fit fit, const size_t sizes[3])
{
	two_holes(fit);
	printf("%s", name);
	for (size_t i = 0; i < 3; i++)
		printf("  %zu: %4s", sizes[i], ask(sizes[i]));
	printf("\n");
}

int main(void)
{
	// region: main
	const size_t photos[] = { 1104, 1056, 208 };
	const size_t films[] = { 1008, 1104, 256 };

	play("first fit:", FIRST, photos);
	play("best fit: ", BEST, photos);
	printf("\n");
	play("first fit:", FIRST, films);
	play("best fit: ", BEST, films);
	// endregion
	return 0;
}

// run: flags=-Iautograder/rig autograder/rig/pages.c
