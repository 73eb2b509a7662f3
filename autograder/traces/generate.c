/*
 * generate.c - traces of the patterns on which allocators differ.
 *
 *     generate PATTERN [SEED]      writes the trace to standard output
 *     generate                     lists the patterns
 *
 * The same seed gives the same trace on every machine. What real programs do is
 * recorded, not made up here; these are the corners: each pattern is simple, and
 * each is hard for some policy. Wilson, Johnstone, Neely and Boles (1995) tell
 * ramps, peaks and plateaus apart (section 2.4); the alternation of `rungs` goes
 * back to Robson's proof (1971) of how bad any policy can be made to look.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- chance ---- */

static uint64_t state;

/* Marsaglia's xorshift64*, with Vigna's multiplier. */
static uint64_t random_bits(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * UINT64_C(2685821657736338717) >> 16;
}

static size_t between(size_t least, size_t most)
{
	return least + (size_t)(random_bits() % (most - least + 1));
}

/* Many small sizes and few large ones, as programs have them. */
static size_t usual_size(void)
{
	size_t bits = between(3, 6);

	while (bits < 13 && between(0, 3) == 0)
		bits++;
	return between((size_t)1 << (bits - 1), (size_t)1 << bits);
}

/* ---- writing ---- */

enum { IDS = 1 << 16 };
static bool used[IDS];
static size_t lowest;         /* no number below it is free */

/* A name that no block has. */
static size_t alloc(size_t size)
{
	while (lowest < IDS - 1 && used[lowest])
		lowest++;
	used[lowest] = true;
	printf("a %zu %zu\n", lowest, size);
	return lowest;
}

static void resize(size_t id, size_t size)
{
	printf("r %zu %zu\n", id, size);
}

static void give_back(size_t id)
{
	used[id] = false;
	if (id < lowest)
		lowest = id;
	printf("f %zu\n", id);
}

/* ---- the patterns ---- */

/* Everything is built, then everything is dropped, in the order it came. */
static void ramp(void)
{
	enum { BLOCKS = 3000 };
	size_t ids[BLOCKS];

	for (size_t i = 0; i < BLOCKS; i++)
		ids[i] = alloc(usual_size());
	for (size_t i = 0; i < BLOCKS; i++)
		give_back(ids[i]);
}

/* Phases: each builds a structure and drops all of it but one block in sixteen. */
static void peaks(void)
{
	enum { PHASES = 12, BLOCKS = 600 };
	size_t ids[BLOCKS];

	for (size_t phase = 0; phase < PHASES; phase++) {
		for (size_t i = 0; i < BLOCKS; i++)
			ids[i] = alloc(usual_size());
		for (size_t i = BLOCKS; i-- > 0;)
			if (i % 16 != 0)
				give_back(ids[i]);
	}
}

/* A full board, every other square given back, then pieces that fit no square. */
static void checkerboard(void)
{
	enum { BLOCKS = 1500 };
	size_t ids[BLOCKS];

	for (size_t i = 0; i < BLOCKS; i++)
		ids[i] = alloc(64);
	for (size_t i = 0; i < BLOCKS; i += 2)
		give_back(ids[i]);
	for (size_t i = 0; i < BLOCKS; i += 2)
		ids[i] = alloc(112);
	for (size_t i = 0; i < BLOCKS; i++)
		give_back(ids[i]);
}

/* Small and large ones in turn; the small go, and larger ones than they come. */
static void pairs(void)
{
	enum { PAIRS = 1000 };
	size_t small[PAIRS], large[PAIRS];

	for (size_t i = 0; i < PAIRS; i++) {
		small[i] = alloc(16);
		large[i] = alloc(448);
	}
	for (size_t i = 0; i < PAIRS; i++)
		give_back(large[i]);
	for (size_t i = 0; i < PAIRS; i++)
		large[i] = alloc(512);
	for (size_t i = 0; i < PAIRS; i++) {
		give_back(small[i]);
		give_back(large[i]);
	}
}

/* A queue: the oldest goes whenever a new one comes. */
static void queue(void)
{
	enum { LENGTH = 400, STEPS = 4000 };
	size_t ids[LENGTH];

	for (size_t i = 0; i < LENGTH; i++)
		ids[i] = alloc(usual_size());
	for (size_t i = 0; i < STEPS; i++) {
		give_back(ids[i % LENGTH]);
		ids[i % LENGTH] = alloc(usual_size());
	}
}

/* A queue whose blocks grow with time: no hole is large enough for the next. */
static void drift(void)
{
	enum { LENGTH = 250, STEPS = 4000 };
	size_t ids[LENGTH];

	for (size_t i = 0; i < LENGTH; i++)
		ids[i] = alloc(32);
	for (size_t i = 0; i < STEPS; i++) {
		give_back(ids[i % LENGTH]);
		ids[i % LENGTH] = alloc(32 + i / 8 + between(0, 7));
	}
}

/* Any block may go at any time; the number that live stays about the same. */
static void plateau(void)
{
	enum { LENGTH = 500, STEPS = 5000 };
	size_t ids[LENGTH];

	for (size_t i = 0; i < LENGTH; i++)
		ids[i] = alloc(usual_size());
	for (size_t i = 0; i < STEPS; i++) {
		size_t k = between(0, LENGTH - 1);

		give_back(ids[k]);
		ids[k] = alloc(usual_size());
	}
}

/* Most blocks live for a moment, one in twenty for good, scattered among them. */
static void keepers(void)
{
	enum { ROUNDS = 400, BLOCKS = 20 };
	size_t ids[BLOCKS];

	for (size_t round = 0; round < ROUNDS; round++) {
		size_t kept = between(0, BLOCKS - 1);

		for (size_t i = 0; i < BLOCKS; i++)
			ids[i] = alloc(i == kept ? 24 : usual_size());
		for (size_t i = 0; i < BLOCKS; i++)
			if (i != kept)
				give_back(ids[i]);
	}
}

/* Vectors that double, side by side: each stands in the others' way. */
static void vectors(void)
{
	enum { VECTORS = 6, STEPS = 24000 };
	size_t ids[VECTORS], length[VECTORS], room[VECTORS];

	for (size_t i = 0; i < VECTORS; i++) {
		length[i] = 0;
		room[i] = 64;
		ids[i] = alloc(room[i]);
	}
	for (size_t step = 0; step < STEPS; step++) {
		size_t i = between(0, VECTORS - 1);

		length[i] += 8;
		if (length[i] > room[i])
			resize(ids[i], room[i] *= 2);
		if (step % 97 == 0)
			give_back(alloc(between(8, 200)));
	}
}

/* Texts that grow by a line at a time, and are cut to length when they are done. */
static void texts(void)
{
	enum { TEXTS = 80, LINES = 40 };

	for (size_t i = 0; i < TEXTS; i++) {
		size_t size = between(20, 80);
		size_t id = alloc(size);

		for (size_t line = 0; line < LINES; line++)
			resize(id, size += between(20, 80));
		resize(id, size - between(0, 19));
		if (i % 3 != 0)
			give_back(id);
	}
}

/* Sizes just above powers of two, which lie worst in classes of powers of two. */
static void above(void)
{
	enum { LENGTH = 300, STEPS = 3000 };
	size_t ids[LENGTH];

	for (size_t i = 0; i < LENGTH; i++)
		ids[i] = alloc(((size_t)1 << between(4, 11)) + 1);
	for (size_t i = 0; i < STEPS; i++) {
		size_t k = between(0, LENGTH - 1);

		give_back(ids[k]);
		ids[k] = alloc(((size_t)1 << between(4, 11)) + 1);
	}
}

/*
 * After each round only every other block is left, and the next asks for twice
 * the size, which no hole between two of them has.
 */
static void rungs(void)
{
	enum { BLOCKS = 4096, LEAST = 16 };
	static size_t ids[2 * BLOCKS];
	size_t count = 0;

	for (size_t size = LEAST, round = 0; round < 7; round++, size *= 2) {
		size_t fresh = (size_t)BLOCKS >> round, kept = 0;

		for (size_t i = 0; i < fresh; i++)
			ids[count++] = alloc(size - 8);
		for (size_t i = 0; i < count; i++) {
			if (i % 2 == 0)
				ids[kept++] = ids[i];
			else
				give_back(ids[i]);
		}
		count = kept;
	}
}

static const struct pattern {
	const char *name, *what;
	void (*write)(void);
} patterns[] = {
	{ "ramp",         "all is built, then all is dropped",         ramp },
	{ "peaks",        "phases that leave a little behind",         peaks },
	{ "checkerboard", "holes of one size, requests of a larger",   checkerboard },
	{ "pairs",        "small and large in turn; the large return", pairs },
	{ "queue",        "the oldest goes when a new one comes",      queue },
	{ "drift",        "a queue whose blocks grow",                 drift },
	{ "plateau",      "any block may go at any time",              plateau },
	{ "keepers",      "short lives, with a few long ones between", keepers },
	{ "vectors",      "vectors that double side by side",          vectors },
	{ "texts",        "texts that grow line by line",              texts },
	{ "above",        "sizes just above powers of two",            above },
	{ "rungs",        "half is dropped, twice the size is asked",  rungs },
};

static int list(FILE *out)
{
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		fprintf(out, "%-13s %s\n", patterns[i].name, patterns[i].what);
	return out == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
	char *end = NULL;
	uint64_t seed = argc == 3 ? strtoull(argv[2], &end, 10) : 1;

	if (argc == 1)
		return list(stdout);
	if (argc > 3 || (end != NULL && *end != '\0')) {
		fputs("generate PATTERN [SEED]: a seed is a number\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		if (strcmp(argv[1], patterns[i].name) != 0)
			continue;
		state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
		printf("# %s: %s; seed %" PRIu64 "\n", patterns[i].name,
		       patterns[i].what, seed);
		patterns[i].write();
		return ferror(stdout) || fclose(stdout) != 0;
	}
	fprintf(stderr, "generate: there is no pattern %s; there are\n", argv[1]);
	return list(stderr);
}
