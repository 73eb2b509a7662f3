#include "../../10-free-lists/listings/sixteen.h"

#include "cut_heap.h"

// region: cuts
enum { ALL = 1 << 30 };

static const struct cut cuts[] = {
	{ "footers", 0, 0, ALL, true, true, false },    /* stage 10 */
	{ "one list", 0, 0, ALL, true, false, false },
	{ "1", 0, 0, 8, false, false, false },          /* in each doubling */
	{ "4", 0, 2, 8, false, false, false },
	{ "8", 0, 3, 8, false, false, false },
	{ "8, exact", 1024, 3, 8, false, false, false },   /* the reference */
	{ "no tries", 1024, 3, 0, false, false, false },
	{ "4, up", 0, 2, 1, false, false, true },
};
// endregion

enum { CUTS = sizeof cuts / sizeof *cuts };

static struct result {
	const char *name;
	double utilisation[CUTS];       /* per cent                */
	double looked_at[CUTS];         /* blocks, in a request    */
	double most[CUTS];              /* and in the longest search */
} results[TRACES];

static size_t most, total;

static size_t held(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

static void *counted_alloc(size_t size)
{
	size_t before = looked_at;
	void *payload = cut_alloc(size);

	if (looked_at - before > most)
		most = looked_at - before;
	total++;
	return payload;
}

static void play(const char *name, const struct trace *t)
{
	static const struct trace_allocator heap = {
		.alloc = counted_alloc, .free = cut_free, .held = held,
	};
	static struct result *result = results;

	result->name = name;
	for (size_t c = 0; c < CUTS; c++) {
		struct trace_report report = { 0 };

		cut = cuts[c];
		pages_reset((size_t)64 << 20);
		most = total = 0;
		if (!cut_init() || !trace_play(t, &heap, false, NULL, NULL, &report)
		    || report.failed > 0)
			exit(1);
		result->utilisation[c] = 100 * trace_utilisation(&report);
		result->looked_at[c] = (double)looked_at / (double)total;
		result->most[c] = (double)most;
	}
	result++;
}

static double mean(size_t c, bool looks)
{
	double sum = 0;

	for (size_t t = 0; t < TRACES; t++)
		sum += looks ? results[t].looked_at[c] : results[t].utilisation[c];
	return sum / TRACES;
}

static double longest(size_t c)
{
	double most_of_all = 0;

	for (size_t t = 0; t < TRACES; t++)
		if (results[t].most[c] > most_of_all)
			most_of_all = results[t].most[c];
	return most_of_all;
}

static void print_table(const char *title, bool looks)
{
	printf("%-13s   one list     classes in each doubling   no    4, rounded\n", title);
	printf("%-13s footer  none     1     4     8  exact+8  tries       up\n", "");
	for (size_t t = 0; t <= TRACES; t++) {
		printf("%-12s", t < TRACES ? results[t].name : "mean");
		for (size_t c = 0; c < CUTS; c++) {
			double value = t == TRACES ? mean(c, looks)
				: looks ? results[t].looked_at[c] : results[t].utilisation[c];
			printf(c == 5 || c == 7 ? "%9.1f" : c == 6 || c == 0 ? "%7.1f" : "%6.1f", value);
		}
		printf("\n");
	}
	if (looks) {
		printf("%-12s", "at most");
		for (size_t c = 0; c < CUTS; c++)
			printf(c == 5 || c == 7 ? "%9.0f" : c == 6 || c == 0 ? "%7.0f" : "%6.0f", longest(c));
		printf("\n");
	}
}

/* For the picture. */
static void print_json(void)
{
	for (size_t c = 0; c < CUTS; c++)
		printf("%s\n{\"cut\": \"%s\", \"utilisation\": %.2f, \"looked\": %.2f, \"most\": %.0f}",
		       c == 0 ? "[" : ",", cuts[c].name, mean(c, false), mean(c, true), longest(c));
	printf("\n]\n");
}

int main(int count, char **args)
{
	sixteen(play);
	if (count == 2 && strcmp(args[1], "json") == 0) {
		print_json();
		return 0;
	}
	print_table("utilisation", false);
	printf("\n");
	print_table("looked at", true);
	return 0;
}

// run: flags=-Iautograder/rig autograder/rig/pages.c autograder/rig/trace.c -Wl,-b,binary,autograder/traces/gcc.trace,autograder/traces/git.trace,autograder/traces/python.trace,autograder/traces/sqlite.trace,-b,default,-z,noexecstack; args=text
