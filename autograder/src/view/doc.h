/*
 * doc.h - reading the result document without surprises.
 *
 * Each function takes an object that may be NULL or of another type and a key
 * that may be missing; then the answer is "not known" (NULL, 0, false). What
 * is returned belongs to the document.
 */
#ifndef VIEW_DOC_H
#define VIEW_DOC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

const char *doc_text(const json_t *object, const char *key);
long long doc_int(const json_t *object, const char *key);
double doc_real(const json_t *object, const char *key);
bool doc_bool(const json_t *object, const char *key);
/* The array or object under KEY; NULL when it is none (jansson sees NULL as empty). */
const json_t *doc_list(const json_t *object, const char *key);
const json_t *doc_object(const json_t *object, const char *key);
/* Is the text under KEY equal to VALUE? */
bool doc_is(const json_t *object, const char *key, const char *value);

/* Where the finding with ID stands in the document, from 1; 0: nowhere. */
size_t doc_finding_number(const json_t *doc, const char *id);

/* What a view tells in numbers. */
struct doc_counts {
	size_t tests, passed, unfinished;   /* unfinished: not run, skipped, lost    */
	size_t later;                       /* held back in a handout; not in tests  */
	size_t memory_errors;               /* findings of Memcheck, errors only     */
	size_t memory_tests;                /* tests that pass, but not Memcheck     */
	size_t errors, warnings;            /* findings of any source                */
	size_t mutants, caught;
};
struct doc_counts doc_count(const json_t *doc);

/* In a student's handout: a held-back test, which runs when the work is handed in. */
bool doc_runs_later(const json_t *test);

/* Graded, and all points there are. */
bool doc_full_marks(const json_t *doc);

/* A run of lines that no test reached, both ends included. */
struct line_range {
	int first, last;
};

/*
 * The next run of missed lines in LINES (coverage lines of one file, ascending),
 * starting at *INDEX, which it moves on. Lines without code don't end a
 * run. Returns false when there are no more.
 */
bool doc_missed_range(const json_t *lines, size_t *index, struct line_range *range);

#endif
