#include <stdio.h>

/* Classes from 32 bytes to 256 KiB, when each doubling is cut into so many. */
static void cut(size_t parts)
{
	size_t classes = 0, last = 0;
	double most = 0;

	for (size_t low = 32; low < (size_t)256 << 10; low *= 2)
		for (size_t part = 0; part < parts; part++) {
			size_t first = (low + part * low / parts + 15) & ~(size_t)15;
			if (first == last || first >= 2 * low)
				continue;               /* no multiple of 16 is its own */
			if (last != 0 && (double)(first - 16) / (double)last > most)
				most = (double)(first - 16) / (double)last;
			last = first;
			classes++;
		}
	printf("%2zu in each doubling: %3zu classes; the largest of one is up to %5.1f %% larger\n",
	       parts, classes, 100 * (most - 1));
}

int main(void)
{
	for (size_t parts = 1; parts <= 16; parts *= 2)
		cut(parts);
	return 0;
}

// run: flags=
