/*
 * memory_reading.h - what the parts that read one of Memcheck's errors share.
 *
 * memory_reading.c   facts, and places in words
 * memory_access.c    reads, writes and frees, by the address they are about
 * memory_leak.c      leaks, and what allocations that failed led to
 * memory_error.c     which of these an error is, and the rest
 */
#ifndef MEMORY_READING_H
#define MEMORY_READING_H

#include "pipeline/memory_error.h"
#include "pipeline/vg_address.h"

/* All that is known while one error is read. */
struct reading {
	struct grading *g;
	struct result *r;
	const struct vg_report *report;
	size_t index;
	const struct vg_error *error;
	struct vg_address address;
	const struct vg_stack *origin;  /* of an uninitialised value, or NULL  */
	size_t own;                     /* student's frame in the main stack   */
	bool mine;                      /* there is one                        */
	struct memory_error *out;
};

/* ---- memory_reading.c ---- */

/* Notes a fact for the catalogue's texts; value NULL: not known, no fact. */
void fact(struct reading *x, const char *name, const char *value);
/* The value of a fact noted before, or NULL. */
const char *known(const struct reading *x, const char *name);
const char *bytes_text(struct reading *x, uint64_t count);

/* The frame that tells a reader most: the student's, else the test's; NULL. */
const struct vg_frame *telling_frame(struct reading *x,
                                     const struct vg_stack *stack);
/* "line 12 (vec_new)", "other.c line 3 (helper)" or "the test"; NULL. */
const char *place_text(struct reading *x, const struct vg_stack *stack);
struct place place_of(struct reading *x, const struct vg_stack *stack,
                      size_t index);

bool student_in(struct reading *x, const struct vg_stack *stack);
/* Makes the student's frame in stack the place that the sighting is about. */
void place_in(struct reading *x, const struct vg_stack *stack);
/* Notes the library's function that the student's line called, if any. */
void note_library(struct reading *x, const struct vg_stack *stack, size_t own);

/* ---- memory_access.c ---- */

/* Bytes that the read or write was about; 0 when it does not say. */
uint64_t access_size(const struct vg_error *e);
void note_elements(struct reading *x, uint64_t size);
void note_distance(struct reading *x, uint64_t size);
/* Notes the library's function if it ran out of the block after a '\0'. */
void note_string(struct reading *x, uint64_t size);
void note_block(struct reading *x);
/* verb: "read" or "write". */
const char *kind_of_access(struct reading *x, const char *verb);
const char *kind_of_free(struct reading *x);

/* ---- memory_leak.c ---- */

/* Notes the allocation that the tests made to fail before this error. */
void note_failure(struct reading *x);
const char *kind_of_leak(struct reading *x);

#endif
