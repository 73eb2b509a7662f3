#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "regions.h"

static int seconds = 562;
static char photo[65536];               /* without a value: zeros */

// region: things
static struct {
	const char *name;
	uintptr_t address;
} things[] = {
	{ "the function main", 0 }, { "the text Naima", 0 },
	{ "seconds", 0 }, { "the middle of photo", 0 },
	{ "100 bytes from malloc", 0 }, { "1 MiB from malloc", 0 },
	{ "the function printf", 0 }, { "local, in main", 0 },
};
// endregion

enum { THINGS = 8 };

static bool json;                       /* for the figure */

static void print_json(const struct mapping *m, const char *name,
                       const char *region)
{
	printf("{\"start\": \"0x%zx\", \"end\": \"0x%zx\", \"may\": \"%c%c%c\", "
	       "\"region\": \"%s\", \"holds\": \"%s\"}\n",
	       (size_t)m->start, (size_t)m->end, m->readable ? 'r' : '-',
	       m->writable ? 'w' : '-', m->executable ? 'x' : '-', region, name);
}

// region: show
static void show(const struct mapping *m, const char *name, const char *region)
{
	if (json)
		print_json(m, name, region);
	else
		printf("%-22s %-15s %s%s%s\n", name, region,
		       m->readable ? "read" : "", m->writable ? ", write" : "",
		       m->executable ? ", run" : "");
}
// endregion

int main(int count, char **words)
{
	int local = 7;
	char *block = malloc(100), *large = malloc(1 << 20);
	const uintptr_t addresses[THINGS] = {
		(uintptr_t)main, (uintptr_t)"Naima", (uintptr_t)&seconds,
		(uintptr_t)&photo[32768], (uintptr_t)block, (uintptr_t)large,
		(uintptr_t)printf, (uintptr_t)&local,
	};
	struct mapping m;
	struct maps maps;

	json = count == 2 && strcmp(words[1], "json") == 0;
	for (int i = 0; i < THINGS; i++)
		things[i].address = addresses[i];
	if (!maps_open(&maps))
		return 1;
	// region: walk
	while (maps_next(&maps, &m)) {
		for (int i = 0; i < THINGS; i++) {
			uintptr_t address = things[i].address;

			if (m.start <= address && address < m.end)
				show(&m, things[i].name,
				     region_name(region_of((void *)address)));
		}
	}
	// endregion
	maps_close(&maps);
	free(large);
	free(block);
	return 0;
}
// run: flags=-Iexercises/01-regions solutions/01-regions/regions.c; args=text
