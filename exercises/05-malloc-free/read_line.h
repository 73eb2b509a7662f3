/*
 * read_line.h - a line of text of any length.
 */
#ifndef READ_LINE_H
#define READ_LINE_H

#include <stdio.h>

/*
 * Reads from `in` up to and including the next '\n', or up to the end of the
 * file if that comes first, and not one byte further.
 *
 * Returns the line without its '\n', as a string in a block of its own: the
 * caller owns it and releases it with free. An empty line is "", never NULL.
 * A last line that has no '\n' is a line like any other. Only '\n' ends a
 * line: '\r' and '\0' are kept (whoever treats the result as a string sees
 * it end at the first '\0', but the next call begins at the next line).
 *
 * Returns NULL in three cases, and `in` says which, if no indicator was set
 * before the call (clear a leftover with clearerr first):
 *
 *     feof(in)      the end of the file, with no byte left to return
 *     ferror(in)    reading failed
 *     neither       memory ran out
 *
 * In the last two, what had been read of this line is lost, and nothing else:
 * the next call goes on with the byte after the last one read.
 *
 * A line of n bytes costs a number of allocations that grows only with the
 * logarithm of n.
 */
char *read_line(FILE *in);

#endif
