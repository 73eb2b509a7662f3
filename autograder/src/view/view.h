/*
 * view.h - what all views of the result document have in common.
 *
 * A view reads the document (docs/result.md) and writes text. It computes no
 * verdict and no points, and it never fails on a strange document: what is
 * missing or of another type counts as not known.
 */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>
#include <stdio.h>

struct view_options {
	bool colour;       /* ANSI colours; a sign or word always says the same */
	bool ascii;        /* no character beyond ASCII for frames and signs    */
	int width;         /* columns; 0 means 80                               */
	bool all;          /* every finding in full, every test listed          */
	bool brief;        /* the verdict, one finding and the next step alone  */
	bool lines;        /* a line for each finding, as compilers write them  */
};

/*
 * Options that suit OUT: colour when it is a terminal, NO_COLOR is not set and
 * NO_COLOUR_WANTED is false; the terminal's width (80 when it is none); ASCII
 * when the locale of the environment is not UTF-8.
 */
struct view_options view_options_for(FILE *out, bool no_colour_wanted);

#endif
