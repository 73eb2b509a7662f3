/*
 * services.h - result documents in the formats that other services read.
 *
 * An export is a view of one or several documents (docs/result.md): it computes no
 * verdict and no points. Several documents, of the stages that a service grades at
 * once, become one export; their points are added.
 *
 * Two rules hold for all formats:
 *
 *   - Held-back tests. A service shows an export to the student. So a held-back test
 *     appears in it without a name: as a test that shows after the grades are
 *     published, where the format has such a thing (Gradescope), and else as a count.
 *     What only held-back tests have found is left out with them. `reveal` shows all.
 *   - Not graded is not zero. A document with that status never becomes points; each
 *     format says how it tells the service.
 *
 * All text of a document is made harmless (view/glyph.h) before it is escaped as the
 * format asks: control characters and those that turn the direction of text appear as
 * escapes.
 */
#ifndef SERVICES_H
#define SERVICES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct export {
	json_t *const *documents;      /* at least one                          */
	size_t count;
	bool reveal;                   /* held-back tests as any other test     */
};

enum export_status {
	EXPORT_DONE,
	EXPORT_NOT_GRADED,   /* a document is not graded; what is written, if
	                        anything, tells the service so                */
	EXPORT_FAILED,       /* nothing is written; problem says why          */
};

/*
 * Appends the documents in this format to out. problem is said for every status but
 * EXPORT_DONE, also for a format that is not known.
 */
enum export_status export_documents(const char *format, const struct export *e,
                                    struct text *out, struct text *problem);

/* "gradescope, prairielearn, ...": what may be asked for. */
const char *export_formats(void);

/* ---- the formats: each appends to out, and is called by the above -------- */

typedef bool export_format(const struct export *e, struct text *out,
                           struct text *problem);

export_format export_gradescope, export_prairielearn, export_autolab,
	export_classroom50, export_sarif, export_junit, export_github,
	export_annotations;

/* ---- what formats share -------------------------------------------------- */

/* Is any document without a grade? Its problem and remedy, in one line. */
const json_t *export_not_graded(const struct export *e);
void export_problem(const json_t *document, struct text *t);

/* Points, and points there are: of one document, and of all. A rejected submission
   has 0 of the 100 that every rubric adds up to. */
double export_points(const json_t *document);
double export_max(const json_t *document);
double export_all_points(const struct export *e);
double export_all_max(const struct export *e);

/* "05-malloc-free: " where there are several documents, else "". */
const char *export_stage(const struct export *e, const json_t *document,
                         struct text *t);

bool export_shows_test(const struct export *e, const json_t *test);
/* Not, if only held-back tests have met it. */
bool export_shows_finding(const struct export *e, const json_t *document,
                          const json_t *finding);

struct export_count {
	size_t all, passed, ran;
};
/* Those that export_shows_test leaves out. */
struct export_count export_held_back(const struct export *e, const json_t *document);
/* "7 of 9 held-back tests pass"; or, in a student's handout, that they run later. */
void export_say_held_back(const struct export_count *count, struct text *t);

/* Mean utilisation, and instructions for a request, over all traces; false when a
   document has no traces, or not all were played to their end. */
bool export_traces(const struct export *e, double *utilisation, double *instructions);

/* Appends text (NULL: nothing), harmless; newlines are kept, or become blanks. */
void export_clean(struct text *t, const char *text);
void export_line(struct text *t, const char *text);
/* The same as a JSON string. */
json_t *export_string(const char *text);

/* A finding as a few plain lines: title, place, what, why, next step, lesson. */
void export_finding(struct text *t, const json_t *finding);
/* The findings that belong to no test (warnings, tests of one's own), an empty line before
   each. */
void export_loose_findings(struct text *t, const json_t *document);
/* All findings that a test met, as plain text; "" when there are none. */
void export_test_findings(const struct export *e, const json_t *document,
                          const json_t *test, struct text *t);

/* Appends the JSON text of value and a newline; releases value. */
void export_json(struct text *out, json_t *value, size_t flags);

#endif
