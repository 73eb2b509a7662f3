/*
 * symbols.h - what an object file defines, needs and hides.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <stdbool.h>

#include "base/args.h"

/* Of each sort; nobody's own work has as many. */
#define SYMBOLS_MAX 10000

struct symbols {
	struct args defined;            /* global symbols, each once           */
	struct args undefined;
	bool too_many;                  /* those behind SYMBOLS_MAX are left out */
	char *constructor;              /* section that runs code before main or
	                                   after exit; NULL: none              */
	char *framework_section;        /* section of Criterion's; NULL: none  */
	bool client_request;            /* speaks to Valgrind                  */
	bool system_call;               /* may hold an instruction that calls
	                                   the kernel: its bytes are there     */
};

/* Adds those of one object file (relocatable ELF); false: can't be read. */
bool symbols_read(struct symbols *s, const char *object);
void symbols_free(struct symbols *s);

bool symbols_has(const struct args *names, const char *name);

#endif
