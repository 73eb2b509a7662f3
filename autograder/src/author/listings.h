/*
 * listings.h - one listing: its directive, what it prints, how it ends; and
 * what the grader prints.
 */
#ifndef AUTHOR_LISTINGS_H
#define AUTHOR_LISTINGS_H

#include "author/author.h"

/* What the last line, "// run: ...", says. Strings are owned. */
struct directive {
	char *flags;                /* for the compiler, behind the file       */
	char *expect;               /* exit:N, signal:NAME, compile-error,
	                               valgrind:KIND                           */
	char *tool;                 /* "valgrind", "gdb", or ""                */
	char *commands;             /* gdb's, a file beside the listing        */
	char *args;                 /* for the program                         */
	char *env;                  /* one variable: NAME=value                */
	char *stdin_text;           /* what it reads                           */
	bool mask;                  /* mask=addresses                          */
	bool quotes;                /* what it prints is in the words of a tool,
	                               which differ from version to version    */
};

/*
 * The directive of a listing; what is not said is "". It stands on the last
 * line, so that the lines above it, those that the lesson shows, keep the
 * numbers that compilers and Valgrind give them.
 */
void directive_read(struct directive *d, const char *source);
void directive_free(struct directive *d);
/* Value of key in "key=value; key=value", or ""; the caller frees it. */
char *directive_field(const char *line, const char *key);
/* Where the last line is, when it is a directive; else the end of source. */
const char *directive_find(const char *source);
/* Number of a line that holds a directive but is not the last; 0: none. */
size_t directive_astray(const char *source);

/* Of the listing at path (below the root): does it quote a tool? */
bool listing_quotes(const struct author *a, const char *path);

/*
 * Compiles and runs the listing (path below the root). args NULL: those of its
 * directive; input: a file for standard input, NULL for the directive's. Appends
 * what is to be recorded to output. False, with what is wrong in problem, when
 * it did not end as expected.
 */
bool listing_run(struct author *a, const char *path, const char *args,
                 const char *input, struct text *output, struct text *problem);

/*
 * Appends text with addresses as 0x... and process ids as PID. 0x0 stays: no
 * run gives it another value, and readers have to see which pointer is NULL.
 */
void listing_mask(struct text *out, const char *s);
/*
 * Appends what gdb said, as a session at its prompt: commands that it echoed
 * behind a '+' stand behind "(gdb) " instead, ids of processes become PID.
 */
void listing_session(struct text *out, const char *s);

/*
 * Appends what a lesson shows of a listing: the file or one region, without
 * directive and marks, common indentation removed. False without such region.
 */
bool listing_shown(const char *source, const char *region, struct text *out);

/*
 * Runs the grader as NAME.graded (path below the root) asks, on the stage or,
 * when that is NULL, on all of them; appends the part of its output that is
 * to be recorded. False with what is wrong in problem.
 */
bool graded_run(struct author *a, const char *path, const struct stage *stage,
                struct text *output, struct text *problem);

#endif
