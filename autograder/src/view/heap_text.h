/*
 * heap_text.h - the heap at the moment a test failed, on the terminal.
 */
#ifndef VIEW_HEAP_TEXT_H
#define VIEW_HEAP_TEXT_H

#include "paper.h"

#include <jansson.h>

/*
 * PICTURE is one of the document's heaps: a table of its blocks in address
 * order, with what the test holds and where the two disagree. Long runs of blocks without
 * trouble are folded, unless options.all.
 */
void heap_text(struct paper *paper, const json_t *picture);

#endif
