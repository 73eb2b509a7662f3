/*
 * explain.h - from raw facts to findings, by the catalogue in
 * autograder/explain.
 *
 * A sighting is one raw fact: a Memcheck error, a compiler diagnostic, a
 * failed test. Sightings with the same cause (same kind, same place of the
 * student's code, same cause string) become one finding, which counts them
 * and names their tests.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "pipeline/pipeline.h"

/* Fills a placeholder of the catalogue: {symbol} by {"symbol", "printf"}. */
struct fact { const char *name, *value; };

struct sighting {
	const char *kind;               /* of the catalogue                    */
	enum finding_source source;
	enum severity severity;         /* SEVERITY_ERROR is 0                 */
	const char *test;               /* "suite/test", or NULL               */
	const char *cause;              /* tells apart what kind and place
	                                   don't: allocation line, symbol; NULL*/
	bool anywhere;                  /* the cause says all: kind and place
	                                   don't matter                        */
	struct place where;             /* student's own, file as shown        */
	const char *raw;
	const char *title;              /* instead of the catalogue's; or NULL */
	const char *what, *why;         /* likewise                            */
	const char *expected, *actual;
	struct lesson_ref lesson;       /* path NULL: the catalogue's          */
	frame_list stack;
	struct block_history block;
	frame_list origin;
	const struct fact *facts;       /* facts_count of them                 */
	size_t facts_count;
	const int *misconceptions;      /* besides the catalogue's             */
	size_t misconceptions_count;
};

/*
 * Adds the sighting: to a finding with the same cause if there is one, else as
 * a new one. Strings are copied; frame lists must be in the result's arena.
 * A kind the catalogue does not know still gives a finding. Returns the
 * finding, which is valid until the next is added (keep its id).
 */
struct finding *explain_add(struct grading *g, const struct sighting *s);

/* A failed assertion. place is where it stands, also for held-back tests. */
struct failure {
	const struct test_result *test;
	const char *message;            /* the assertion's; NULL or "": none   */
	const char *expected, *actual;
	struct place place;             /* file NULL: not known                */
	const char *expr;               /* "eq(sz, a, b)"; NULL: not known     */
};

/*
 * Title and meaning are the test's from the manifest; tests that fail for one
 * reason become one finding, so public tests should come first. Of a held-back
 * test neither message, values nor place are shown.
 */
struct finding *explain_test_failure(struct grading *g, const struct failure *f);

/*
 * A test that did not reach its end: crashed, exited, timed out, lost.
 * output is what the program wrote to standard error (NULL: nothing): the C
 * library tells there of a double free, for instance.
 */
struct finding *explain_test_end(struct grading *g,
                                 const struct test_result *test,
                                 const char *output);

/*
 * What is left to do when all phases ran: order findings so that the first is
 * what to mend first, number them again, link tests to them.
 */
void explain_finish(struct grading *g);

/* The catalogue's entries, loaded when first asked for (catalogue.h). */
struct catalogue_data;
const struct catalogue_data *explain_catalogue(struct grading *g);

/* The lines of a file of the submission or of the exercise, as grading_source
   gives them, but read once; NULL when there is none. */
const text_list *explain_source(struct grading *g, const char *shown);

/* Forgets what was noted about the findings of an earlier result; the texts stay. */
void explain_renew(struct grading *g);
/* Releases g->catalogue. */
void explain_free(struct grading *g);

#endif
