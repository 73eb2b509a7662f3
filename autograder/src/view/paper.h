/*
 * paper.h - a terminal to write on: columns, wrapped words, colour, signs.
 *
 * All text that passes through here is made harmless (glyph.h). Colour never
 * carries meaning alone: whatever has a colour has a sign or a word too.
 */
#ifndef VIEW_PAPER_H
#define VIEW_PAPER_H

#include "view.h"

struct paper {
	FILE *out;
	struct view_options options;
	int column;        /* columns written on the line so far              */
};

enum ink {
	INK_PLAIN, INK_STRONG, INK_DIM, INK_GOOD, INK_BAD, INK_WARN, INK_PLACE
};
enum sign {
	SIGN_GOOD, SIGN_BAD, SIGN_WARN, SIGN_NOTE, SIGN_BAR, SIGN_POINTER,
	SIGN_FULL, SIGN_EMPTY, SIGN_CUT
};

/* A width of 0 becomes 80; widths are kept between 40 and 120 columns. */
struct paper paper_new(FILE *out, struct view_options options);

const char *paper_sign(const struct paper *paper, enum sign sign);

/* Writes TEXT (NULL: nothing) where the paper stands; a newline shows as a space. */
void paper_put(struct paper *paper, enum ink ink, const char *text);
/* As printf; the result goes through paper_put. At most 511 bytes. */
void paper_print(struct paper *paper, enum ink ink, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Ends the line. */
void paper_end(struct paper *paper);
/* Fills with spaces up to COLUMN (at least one space when already there). */
void paper_to(struct paper *paper, int column);

/*
 * Writes the words of TEXT from where the paper stands, going to a new line
 * that starts at column LEFT when a word does not fit; a newline in TEXT does
 * so too. A word longer than the line stands alone and is not cut (it is a
 * path, and a path must stay whole). Ends the line.
 */
void paper_wrap(struct paper *paper, int left, enum ink ink, const char *text);

/* A heading with a line behind it, after an empty line. */
void paper_rule(struct paper *paper, const char *title);

/* A bar of so many CELLS, as full as POINTS of MAX; numbers that no score has are
   taken as none or all. */
void paper_bar(struct paper *paper, double points, double max, int cells);

/*
 * Writes one line of source: tabs go to multiples of TABS columns counted
 * from the first column of the text, of which the first SKIP are left out;
 * what does not fit the width is cut, and a sign says so. Does not end the line.
 */
void paper_source(struct paper *paper, enum ink ink, const char *text, int skip, int tabs);

#endif
