/*
 * markdown.h - as much of Markdown as the author's check needs: headings with
 * their anchors, links, and fenced blocks tied to a file.
 *
 * A document is read once into lines; what is found points into it by line
 * numbers, which start at 1.
 */
#ifndef AUTHOR_MARKDOWN_H
#define AUTHOR_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct heading {
	int level;
	size_t line;
	char *text;              /* as written, without the #s                */
	char *anchor;            /* unique in the document                    */
};

struct link {
	size_t line;
	char *target;            /* "../02-sizeof/README.md#anchor"           */
};

/* A fenced block behind <!-- listing: FILE#REGION --> or <!-- output: FILE -->. */
struct tied_block {
	size_t line;             /* of the comment                            */
	size_t first, end;       /* lines of the text: first <= line < end    */
	bool output;
	char *file;
	char *region;            /* NULL: the whole file                      */
};

struct markdown {
	char **lines;            /* without newlines                          */
	bool *fenced;            /* is line i + 1 inside a fenced block?      */
	size_t line_count;
	struct heading *headings;
	size_t heading_count;
	struct link *links;
	size_t link_count;
	struct tied_block *blocks;
	size_t block_count;
	size_t loose;            /* line of a tie without a block behind it; 0 */
};

/* Reads a file; false with errno when it can't be read. */
bool markdown_read(struct markdown *m, const char *path);
void markdown_free(struct markdown *m);

/* Does a heading or <a id="..."> have this anchor? */
bool markdown_has_anchor(const struct markdown *m, const char *anchor);
/* The heading of that level whose text is text; NULL when there is none. */
const struct heading *markdown_heading(const struct markdown *m, int level,
                                       const char *text);
/* Lines of the section below a heading: from its next line to *end. */
size_t markdown_section(const struct markdown *m, const struct heading *h,
                        size_t *end);

#endif
