/*
 * start.h - how often a letter stands in a text.
 */
#ifndef START_H
#define START_H

#include <stddef.h>

/*
 * How often wanted stands in text, a string. The string is only read, and
 * stays the caller's; upper and lower case differ. NULL counts as an empty
 * text. The '\0' at the end ends the text and is no letter of it, so the
 * answer for a wanted '\0' is 0.
 */
size_t count_in(const char *text, char wanted);

#endif
