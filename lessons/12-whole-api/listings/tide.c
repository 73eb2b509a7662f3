#include <stdio.h>
#include <string.h>

#include "heap.h"
#include "pages.h"

#define MIB ((size_t)1 << 20)
enum { FRAMES = 60 };
static char *frames[FRAMES];
static size_t live;
static bool drawing;

static void show(const char *when)
{
	size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo());

	if (drawing)
		printf("{\"live\": %zu, \"held\": %zu}\n", live, bytes);
	else if (when != NULL)
		printf("%s: %4.1f MiB in use, %4.1f held\n", when, (double)live / MIB, (double)bytes / MIB);
}

static void play(void)
{
	live = 0;
	// region: play
	for (size_t i = 0; i < FRAMES; i++) {           /* half a MiB each */
		frames[i] = heap_alloc(MIB / 2);
		live += MIB / 2;
		show(NULL);
	}
	show("all frames   ");
	for (size_t i = FRAMES; i-- > 6;) {             /* but six */
		heap_free(frames[i]);
		live -= MIB / 2;
		show(NULL);
	}
	show("all but six  ");
	// endregion
}

int main(int count, char **args)
{
	drawing = count == 2 && strcmp(args[1], "json") == 0;
	for (int keep = 0; keep < 3; keep++) {
		pages_reset(64 * MIB);
		if (!heap_init())
			return 1;
		if (!drawing)
			printf(keep == 0 ? "given back, from 16 MiB on\n"
			       : keep == 1 ? "never given back\n" : "and with a small block at the end\n");
		else
			printf("{\"run\": %d}\n", keep);
		if (keep == 1)
			pages_keep_all();
		if (keep == 2) {
			for (size_t i = 0; i < FRAMES; i++)
				frames[i] = heap_alloc(MIB / 2);
			heap_alloc(100);
			for (size_t i = 0; i < FRAMES; i++)
				heap_free(frames[i]);
		}
		play();
	}
	return 0;
}

// run: flags=-Iexercises/12-whole-api -Iexercises/02-sizeof -Iautograder/rig solutions/12-whole-api/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c; args=text
