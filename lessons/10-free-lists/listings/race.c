#include "sixteen.h"

#include "race_heap.h"

// region: policies
static const struct policy policies[] = {
	{ "stage 09", LIFO, FIRST, true },
	{ "LIFO first", LIFO, FIRST, false },
	{ "LIFO next", LIFO, NEXT, false },
	{ "LIFO best", LIFO, BEST, false },
	{ "FIFO first", FIFO, FIRST, false },
	{ "FIFO next", FIFO, NEXT, false },
	{ "FIFO best", FIFO, BEST, false },
	{ "address first", ADDRESS, FIRST, false },
	{ "address next", ADDRESS, NEXT, false },
	{ "address best", ADDRESS, BEST, false },
};
// endregion

enum { POLICIES = sizeof policies / sizeof *policies };

static struct result {
	const char *name;
	double utilisation[POLICIES];   /* per cent       */
	double looked_at[POLICIES];     /* blocks, a line of the trace */
} results[TRACES];

static size_t held(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

static void play(const char *name, const struct trace *t)
{
	static const struct trace_allocator heap = {
		.alloc = race_alloc, .free = race_free, .held = held,
	};
	static struct result *result = results;

	result->name = name;
	for (size_t p = 0; p < POLICIES; p++) {
		struct trace_report report = { 0 };

		policy = policies[p];
		pages_reset((size_t)64 << 20);
		if (!race_init() || !trace_play(t, &heap, false, NULL, NULL, &report)
		    || report.failed > 0)
			exit(1);
		result->utilisation[p] = 100 * trace_utilisation(&report);
		result->looked_at[p] = (double)looked_at / (double)t->count;
	}
	result++;
}

static double mean(size_t policy_number, bool looks)
{
	double sum = 0;

	for (size_t t = 0; t < TRACES; t++)
		sum += looks ? results[t].looked_at[policy_number]
		             : results[t].utilisation[policy_number];
	return sum / TRACES;
}

static void print_table(const char *title, bool looks)
{
	printf("%-13s stage       LIFO              FIFO            address\n", title);
	printf("%-13s    09  first  next  best  first  next  best"
	       "  first  next  best\n", "");
	for (size_t t = 0; t <= TRACES; t++) {
		printf("%-12s", t < TRACES ? results[t].name : "mean");
		for (size_t p = 0; p < POLICIES; p++) {
			double value = t == TRACES ? mean(p, looks)
				: looks ? results[t].looked_at[p] : results[t].utilisation[p];
			printf(p % 3 == 1 ? "%7.*f" : "%6.*f", value < 999.95, value);
		}
		printf("\n");
	}
}

/* What a policy loses against the one that does best on the same trace. */
static double lost(size_t trace, size_t policy_number)
{
	double best = 0;

	for (size_t p = 0; p < POLICIES; p++)
		if (results[trace].utilisation[p] > best)
			best = results[trace].utilisation[p];
	return best - results[trace].utilisation[policy_number];
}

/* For the picture. */
static void print_json(void)
{
	for (size_t p = 0; p < POLICIES; p++) {
		double sum = 0;
		size_t worst = 0;

		for (size_t t = 0; t < TRACES; t++) {
			sum += lost(t, p);
			if (lost(t, p) > lost(worst, p))
				worst = t;
		}
		printf("%s\n{\"policy\": \"%s\", \"lost\": %.2f, \"most\": %.2f, \"on\": \"%s\", "
		       "\"looked\": %.1f}", p == 0 ? "[" : ",", policies[p].name, sum / TRACES,
		       lost(worst, p), results[worst].name, mean(p, true));
	}
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
