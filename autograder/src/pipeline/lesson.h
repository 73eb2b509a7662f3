/*
 * lesson.h - sections of the course's lessons.
 */
#ifndef LESSON_H
#define LESSON_H

#include "base/text.h"
#include "pipeline/pipeline.h"

/* Appends the anchor that code hosts make of a heading. */
void lesson_anchor(struct text *out, const char *heading, size_t n);

/*
 * The first of these references ("02-sizeof#the-product-can-overflow", best
 * first) whose section exists; those of stages behind the one being graded
 * only when there is no other, and then the nearest stage's. When none exists, the graded stage's own
 * lesson; with no reference, or no such lesson, all fields are NULL.
 */
struct lesson_ref lesson_find(const struct grading *g, char *const *refs,
                              size_t count);

#endif
