/*
 * author.h - the author's check: is everything true that the course claims?
 *
 * `course check` asks it of every stage. Each check_... function below proves
 * one or a few claims and reports them as groups (report.h); none trusts
 * another. What they share is struct author.
 */
#ifndef AUTHOR_H
#define AUTHOR_H

#include <stdbool.h>

#include "author/report.h"
#include "pipeline/pipeline.h"
#include "stage/stage.h"

struct author {
	const struct course *course;
	char *scratch;              /* a folder that is removed at the end     */
	bool force;                 /* overwrite what someone may have written */
	const char *out;            /* handout, submissions: where to; or NULL */
	struct totals totals;
};

/* ---- author.c: small things that all need ------------------------------ */

/* "lessons/05-malloc-free/README.md"; the caller frees it. */
char *author_path(const char *kind, const char *stage, const char *name);
/* The same below the course's root. */
char *author_file(const struct author *a, const char *path);
/* Whole text of a file below the root; false when there is none. */
bool author_read(const struct author *a, const char *path, struct text *text);
/* Number of the line where the needle begins; 0 when it is not there. */
int author_line(const char *text, const char *needle);
/* "file:line", in the form of messages; the caller frees it. */
char *author_place(const char *file, size_t line);
/* A new folder in the scratch folder; thread-safe; the caller frees it. */
char *author_folder(struct author *a, const char *name);
/* Text of git's HEAD for a path below the root; false: none, or no git. */
bool author_committed(const struct author *a, const char *path,
                      struct text *text);

/* ---- layout.c: a submission, made of what the stage itself holds -------- */

struct layout {             /* all 0: the reference                        */
	const char *folder;     /* files taken first, below the root; NULL     */
	const struct mutant *mutant; /* NULL: none                             */
	bool starter;           /* derive the starters                         */
};

/* Writes the stage's files to folder; false with the reason in problem. */
bool author_lay_out(const struct author *a, const struct stage *stage,
                    const struct layout *l, const char *folder,
                    struct text *problem);

/* ---- submissions.c: reference, starter, accepted and mutants, to be seen - */

bool write_submissions(struct author *a, const struct stage *stage);

/* ---- starters.c -------------------------------------------------------- */

void check_starters(struct author *a, const struct stage *stage);
/* Writes them to exercises/; false when one could not be written. */
bool write_starters(struct author *a, const struct stage *stage);

/* ---- verdicts.c: references, starters, mutants, accepted, graded -------- */

void check_verdicts(struct author *a, const struct stage *stage);

/* ---- listings.c -------------------------------------------------------- */

/* stage NULL, here and below: the README of the course, and docs/. */
void check_listings(struct author *a, const struct stage *stage);
/* Records outputs, and refreshes the blocks in the lesson. */
bool refresh_listings(struct author *a, const struct stage *stage);

/* ---- tools.c: whose words the recorded outputs quote -------------------- */

/* Are the tools here those that docs/recorded-with.txt names? If not, appends
   "valgrind 3.24.0 here, recorded with valgrind 3.19.0". */
bool tools_as_recorded(struct author *a, struct text *difference);
/* Writes that file; false when it can't be written. */
bool tools_record(struct author *a);

/* ---- handout.c --------------------------------------------------------- */

/* Writes what students get in place of the answers, below a->out. */
bool hand_out_stage(struct author *a, const struct stage *stage);

/* ---- figures.c --------------------------------------------------------- */

void check_figures(struct author *a, const struct stage *stage);
bool draw_figures(struct author *a, const struct stage *stage);
/* Is this the name of a recording that a figure is drawn from? */
bool figure_recording(const char *name);

/* ---- shape.c: sections in order, names that exist, no stray files ------- */

void check_shape(struct author *a, const struct stage *stage);
void check_strays(struct author *a, const struct stage *stage);
void check_top(struct author *a);

/* ---- misconceptions.c -------------------------------------------------- */

/* The lesson and docs/misconceptions.md agree on the stage's numbers. */
void check_misconceptions(struct author *a, const struct stage *stage);
/* That page's rows, and the numbers of the catalogue. */
void check_misconceptions_list(struct author *a);

/* ---- links.c ----------------------------------------------------------- */

/* Every link of every Markdown file, and the anchors of the catalogue. */
void check_links(struct author *a);

#endif
