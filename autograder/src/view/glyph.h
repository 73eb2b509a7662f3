/*
 * glyph.h - characters of untrusted text, one at a time.
 *
 * What a submission prints ends up on a terminal and in a page. An escape
 * code could repaint the verdict, and a bidirectional control could make
 * code read otherwise than it runs, so neither is ever let through.
 */
#ifndef VIEW_GLYPH_H
#define VIEW_GLYPH_H

#include <stdbool.h>
#include <stddef.h>

struct glyph {
	char text[12];     /* what to show: UTF-8, or "\x1b" for a control    */
	size_t bytes;      /* length of TEXT                                  */
	size_t taken;      /* bytes of the source it stands for; 0 at its end */
	int width;         /* columns on a terminal                           */
	bool shown_as_code;/* TEXT is an escape and not the character itself  */
};

/*
 * The glyph at the start of TEXT. Newline and tab are given as they are (width 0
 * and 1: the caller decides); other controls, bytes that are not UTF-8 and characters that
 * change the direction of text are shown as escapes.
 */
struct glyph glyph_next(const char *text);

/* Columns that TEXT takes on a terminal, up to its end or its first newline. */
int glyph_columns(const char *text);

#endif
