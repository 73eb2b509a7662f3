#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static int asked, fail_at, live; /* a test's view of the allocations */

static void *ask(size_t size)
{
	if (++asked == fail_at)
		return NULL; /* the k-th request fails, on purpose */
	live++;
	return malloc(size);
}

static void release(void *block)
{
	live -= block != NULL;
	free(block);
}

// region: thumbnail
/* Needs three blocks, and gives them all back on every way out. */
static bool make_thumbnail(void)
{
	bool done = false;
	char *pixels = NULL, *row = NULL, *small = NULL;

	pixels = ask(4000);
	if (pixels == NULL)
		goto out;
	row = ask(200);
	if (row == NULL)
		goto out;
	small = ask(100);
	if (small == NULL)
		goto out;
	/* ... the real work ... */
	done = true;
out:
	release(small);
	release(row);
	release(pixels);
	return done;
}
// endregion

int main(void)
{
	for (fail_at = 0; fail_at <= 3; fail_at++) {
		asked = 0;
		bool done = make_thumbnail();
		printf("request %d fails: %s, %d blocks left\n",
		       fail_at, done ? "done" : "not done", live);
	}
	return 0;
}
