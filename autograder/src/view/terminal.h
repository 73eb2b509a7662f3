/*
 * terminal.h - one result document, for a student at a terminal.
 */
#ifndef VIEW_TERMINAL_H
#define VIEW_TERMINAL_H

#include "view.h"

#include <jansson.h>

/*
 * Writes DOC to OUT: the verdict in one line, the one finding to look at
 * first, the others, the tests, coverage, score, and what to do next.
 * The text fits OPTIONS.width columns (paths and source excepted) and holds no control
 * character of the submission's making.
 */
void view_terminal(const json_t *doc, FILE *out, struct view_options options);

#endif
