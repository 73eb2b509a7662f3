/*
 * finding_text.h - a finding, explained on the terminal.
 */
#ifndef VIEW_FINDING_TEXT_H
#define VIEW_FINDING_TEXT_H

#include "paper.h"

#include <jansson.h>

/*
 * All that is known: place, source, explanation, block history, next step,
 * lesson. NUMBER is its place in the list, from 1.
 */
void finding_text_full(struct paper *paper, const json_t *finding, size_t number);
/*
 * Title, place, the line itself, next step and lesson; no next step when an
 * earlier finding has told SAME_STEP.
 */
void finding_text_short(struct paper *paper, const json_t *finding, size_t number,
                        bool same_step);

#endif
