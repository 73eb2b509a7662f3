#include "regions.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const char *region_name(enum region region)
{
	// Your turn: a word for each region, as regions.h has them.
	(void)region;
	return "?";
}

/* ---- one line ----------------------------------------------------------- */

// Your helpers for maps_line belong here, each small and static.

bool maps_line(const char *line, struct mapping *out)
{
	// Your turn: take the line apart, and fill *out if it is one.
	(void)line;
	(void)out;
	return false;
}

/* ---- one line after the other ------------------------------------------- */

bool maps_open(struct maps *maps)
{
	maps->file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	maps->failed = false;
	maps->next = 0;
	maps->filled = 0;
	return maps->file >= 0;
}

void maps_close(struct maps *maps)
{
	close(maps->file);
	maps->file = -1;
}

// And here those for maps_next: the reference has three.

bool maps_next(struct maps *maps, struct mapping *out)
{
	// Your turn: collect the bytes of a line, and take it apart.
	(void)maps;
	(void)out;
	return false;
}

/* ---- whose is this address? --------------------------------------------- */

// And those for region_in.

enum region region_in(struct maps *maps, uintptr_t address, uintptr_t stack)
{
	// Your turn: find the mapping that holds address, and name it.
	(void)maps;
	(void)address;
	(void)stack;
	return REGION_UNKNOWN;
}

enum region region_of(const void *address)
{
	// Your turn: open the map, ask region_in, close the map.
	(void)address;
	return REGION_NONE;
}

// stack_grows_down has to call something: this is the place for it.

bool stack_grows_down(void)
{
	// Your turn: compare the addresses of two local variables.
	return false;
}
