#include "../../10-free-lists/listings/sixteen.h"

#include "heap.h"
#include "pages.h"

static double sum;

static size_t held(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

static void play(const char *name, const struct trace *t)
{
	static const struct trace_allocator heap = {
		.alloc = heap_alloc, .free = heap_free, .held = held,
	};
	struct trace_report report = { 0 };

	pages_reset((size_t)64 << 20);
	if (!heap_init() || !trace_play(t, &heap, true, NULL, NULL, &report)
	    || report.failed > 0 || heap_check() != NULL) {
		printf("%-12s  failed\n", name);
		return;
	}
	printf("%-12s %5.1f\n", name, 100 * trace_utilisation(&report));
	sum += 100 * trace_utilisation(&report);
}

int main(void)
{
	sixteen(play);
	printf("%-12s %5.1f\n", "mean", sum / TRACES);
	return 0;
}

// run: flags=-Iexercises/11-size-classes -Iexercises/02-sizeof -Iautograder/rig solutions/11-size-classes/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c autograder/rig/trace.c -Wl,-b,binary,autograder/traces/gcc.trace,autograder/traces/git.trace,autograder/traces/python.trace,autograder/traces/sqlite.trace,-b,default,-z,noexecstack
