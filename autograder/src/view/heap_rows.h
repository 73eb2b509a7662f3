/*
 * heap_rows.h - a heap picture, put in order: what the student's walk told
 * and what the test knows, side by side in address order.
 *
 * The text and the SVG picture draw the same rows, so both show the same
 * disagreements.
 */
#ifndef VIEW_HEAP_ROWS_H
#define VIEW_HEAP_ROWS_H

#include "words.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum heap_row_kind {
	ROW_USED,          /* a block that the walk calls in use              */
	ROW_FREE,          /* a block that the walk calls free                */
	ROW_GAP,           /* bytes of the arena that no block covers: trouble,
	                      but for a few at its ends                       */
	ROW_STRAY,         /* a payload that the test holds where no block is */
};

/* All offsets and sizes are bytes from the arena's start. */
struct heap_row {
	enum heap_row_kind kind;
	long long offset, size;
	long long payload, payload_size;   /* of a block                      */
	size_t order;                      /* from 1: of a block in the list of
	                                      free blocks; 0: it is not there */
	bool live;                         /* the test holds a payload here   */
	long long live_offset, live_size, serial;
	const char *trouble;               /* where walk and test disagree; NULL: nowhere */
};

struct heap_rows {
	struct heap_row *items;
	size_t count;
	size_t troubles;
	size_t listed;             /* blocks in the list of free blocks        */
	size_t lost;               /* entries of the list that are no blocks   */
};

/*
 * The rows of PICTURE (one of the document's heaps). The caller frees them
 * with heap_rows_free; without memory there are no rows.
 */
struct heap_rows heap_rows_of(const json_t *picture);
void heap_rows_free(struct heap_rows *rows);

/*
 * Is the row worth a line when long runs are folded: near a trouble, or at either end?
 */
bool heap_row_interesting(const struct heap_rows *rows, size_t index);

/* "in use", "free", "hole", "edge" (a few bytes of the allocator's own), "no block". */
const char *heap_row_words(const struct heap_row *row);

/* So many rows are shown without folding. */
enum { HEAP_ROWS_SMALL = 14 };

/* What is wrong with the list of free blocks, as a sentence; "" when nothing is. */
struct words heap_list_words(const json_t *picture, const struct heap_rows *rows);

/* How the walk ended, as a sentence; "" when it was complete. */
const char *heap_walk_words(const json_t *picture);

#endif
