/*
 * board.h - the course at a glance: how far you are, and the next step.
 */
#ifndef VIEW_BOARD_H
#define VIEW_BOARD_H

#include "view.h"

#include <jansson.h>
#include <stddef.h>

/* A stage that this course has, and the last result for it. */
struct board_stage {
	const char *stage;         /* 05-malloc-free                          */
	const char *title;
	const json_t *result;      /* result document; NULL: not graded yet   */
	bool done;                 /* had full marks once                     */
	bool current;              /* where the student is                    */
};

/*
 * Writes one line for each stage, those of the plan that the course does not have yet
 * included, and the next step. STAGES are in the course's order.
 */
void view_board(const struct board_stage *stages, size_t count, FILE *out,
                struct view_options options);

#endif
