/*
 * misconceptions.h - the numbers that lessons name, and the page that lists
 * them, docs/misconceptions.md.
 */
#ifndef AUTHOR_MISCONCEPTIONS_H
#define AUTHOR_MISCONCEPTIONS_H

#include <stddef.h>

#include "author/markdown.h"

/* A number in a document: "(misconception 21)", "misconceptions 30 and 31". */
struct met {
	int number;
	size_t line;
};

struct met_list {
	struct met *items;
	size_t count;
};

/* All of them, in order; the caller frees items. */
struct met_list misconceptions_met(const struct markdown *m);
/* Is the number named in the document? */
bool misconception_is_met(const struct markdown *m, int number);

/* One entry of a row: the stage whose lesson meets the number. */
struct listed {
	int number;
	size_t line;             /* of docs/misconceptions.md                 */
	char *stage;             /* "05"                                      */
	char *lesson;            /* "../lessons/05-malloc-free/README.md"; ""  */
	char *anchor;            /* of its section; "" when still to come     */
};

struct listing_page {
	struct listed *items;
	size_t count;
	int numbers;             /* rows 1 to this one are there              */
	size_t unreadable;       /* line of the first row in bad order; 0     */
};

void misconceptions_read(struct listing_page *page, const struct markdown *m);
void misconceptions_free(struct listing_page *page);

#endif
