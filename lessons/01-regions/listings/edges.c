#include <stdint.h>
#include <stdio.h>

#include "regions.h"

extern char edata, end;                 /* set by the linker: see end(3) */

static int plays;                       /* no value: zero */
static char photo[65536];

static void tell(const char *name, const void *address)
{
	uintptr_t a = (uintptr_t)address;

	printf("%-6s  linker: %s  map: %s\n", name,
	       a >= (uintptr_t)&edata && a < (uintptr_t)&end ? "bss" : "not bss",
	       region_name(region_of(address)));
}

int main(void)
{
	tell("plays", &plays);
	tell("photo", &photo[32768]);
	return 0;
}
// run: flags=-Iexercises/01-regions solutions/01-regions/regions.c
