/*
 * heap_svg.h - the heap at the moment a test failed, as a drawing.
 */
#ifndef VIEW_HEAP_SVG_H
#define VIEW_HEAP_SVG_H

#include "page.h"

#include <jansson.h>

/*
 * Writes PICTURE (one of the document's heaps) as an <svg> element: addresses
 * grow downwards, the blocks that the walk told on the left, what the test
 * holds on the right, and in words where they disagree. NUMBER makes its ids unique in the section.
 * Colours come from the page's style sheet; shape and words say the same.
 */
void heap_svg(struct page *page, const json_t *picture, size_t number);

#endif
