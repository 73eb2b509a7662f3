/*
 * listings.h - one listing: its directive, what it prints, how it ends.
 */
#ifndef AUTHOR_LISTINGS_H
#define AUTHOR_LISTINGS_H

#include "author/author.h"

/* What the first line, "// run: ...", says. Strings are owned. */
struct directive {
	char *flags;                /* for the compiler, behind the file       */
	char *expect;               /* exit:N, signal:NAME, compile-error,
	                               valgrind:KIND                           */
	char *tool;                 /* "valgrind", or ""                       */
	char *args;                 /* for the program                         */
	char *stdin_text;           /* what it reads                           */
	bool mask;                  /* mask=addresses                          */
};

void directive_read(struct directive *d, const char *source);
void directive_free(struct directive *d);

/*
 * Compiles and runs the listing (path below the root). args NULL: those of its
 * directive; input: a file for standard input, NULL for the directive's. Appends
 * what is to be recorded to output. False, with what is wrong in problem, when
 * it did not end as expected.
 */
bool listing_run(struct author *a, const char *path, const char *args,
                 const char *input, struct text *output, struct text *problem);

/* Appends text with addresses as 0x... and process ids as PID. */
void listing_mask(struct text *out, const char *s);

/*
 * Appends what a lesson shows of a listing: the file or one region, without
 * directive and marks, common indentation removed. False without such region.
 */
bool listing_shown(const char *source, const char *region, struct text *out);

#endif
