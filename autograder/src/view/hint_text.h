/*
 * hint_text.h - a hint of an exercise, and the way to the next.
 *
 * An exercise's README has, below "## Hints", parts that a code host folds:
 * <details><summary><strong>Hint 1</strong>: title</summary> ... </details>.
 */
#ifndef VIEW_HINT_TEXT_H
#define VIEW_HINT_TEXT_H

#include "view.h"

/* How many hints the text of an exercise's README has. */
int hint_count(const char *readme);

/*
 * Writes hint NUMBER (from 1): its title, its paragraphs and its code. False
 * when there is none of that number.
 */
bool hint_text(const char *readme, int number, FILE *out,
               struct view_options options);

#endif
