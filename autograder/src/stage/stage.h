/*
 * stage.h - manifests, mutants and the course's folders.
 *
 * What a manifest holds is described in docs/adding-a-stage.md; the structs
 * below mirror it field by field. libcyaml fills them, so lists are a pointer
 * and an unsigned count, and strings are NULL or "" when left out.
 */
#ifndef STAGE_H
#define STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum file_role { ROLE_CODE, ROLE_HEADER, ROLE_OWN_TESTS };

struct stage_file {
	char *name;
	enum file_role role;
};

struct stage_rename { char *from, *to; };

struct stage_use {
	char *stage;                    /* "05-malloc-free"                    */
	char *file;                     /* "vec.c": the reference of that stage*/
	struct stage_rename *rename;
	unsigned rename_count;
};

enum rig_part { RIG_FAILPOINT = 1, RIG_FENCE = 2, RIG_PAGES = 4 };

struct stage_test {
	char *name;                     /* "suite/test"                        */
	double points;                  /* weight within behaviour             */
	bool held;
	bool starter_passes;            /* the empty starter may pass it       */
	char *title, *means;
	char *lesson;                   /* anchor in the stage's own lesson    */
	int *misconceptions;
	unsigned misconceptions_count;
};

struct stage_snippet {
	struct stage_test test;         /* its name, points, title, ...        */
	char *file;                     /* in support/                         */
	enum { EXPECT_OK, EXPECT_ERROR } expect; /* EXPECT_ERROR: must not
	                                   compile                             */
};

/* A trace that the heap is measured on, and what earns all of its points. */
struct stage_trace {
	char *name;                     /* of a recorded or generated trace    */
	int requests;                   /* at most so many of them; 0: all     */
	double utilisation;             /* peak live over peak held, at least  */
	double instructions;            /* for a request, at most              */
};

struct stage_rubric { double behaviour, memory, own_tests, traces; };

struct stage {
	char *name;                     /* "05-malloc-free"                    */
	char *title;
	int part, minutes;
	struct stage_file *files;
	unsigned files_count;
	char **headers;
	unsigned headers_count;
	char **support;
	unsigned support_count;
	struct stage_use *uses;
	unsigned uses_count;
	unsigned rig;                   /* enum rig_part, or-ed                */
	char **defines;
	unsigned defines_count;
	char **may_call;
	unsigned may_call_count;
	double timeout;                 /* seconds for one test, native        */
	struct stage_rubric rubric;
	struct stage_test *tests;
	unsigned tests_count;
	struct stage_snippet *snippets;
	unsigned snippets_count;
	struct stage_trace *traces;
	unsigned traces_count;
};

struct mutant {
	char *id, *bug;
	char *file;                     /* of the reference                    */
	char *find, *with;              /* the edit; find stands exactly once  */
	char **caught_by;
	unsigned caught_by_count;
	char *finding;                  /* kind, or "" when tests catch it     */
	bool own;                       /* may grade the student's own tests   */
};

struct mutants {
	struct mutant *items;
	unsigned count;
};

/*
 * Where the course and the grader are. root holds lessons/, exercises/,
 * solutions/, autograder/stages/; home holds autograder/rig and
 * autograder/explain (the same folder but for tests of the grader); build is
 * where make put grade, librig.a and rig.rsp, and where test objects are kept.
 */
struct course {
	char *root, *home, *build;
	struct handout *handout;        /* NULL: this is the course itself     */
	char **stages;                  /* names, in order: "00-start", ...    */
	size_t stages_count;
};

/*
 * A handout is the copy of the course that a student gets (docs/services.md): the
 * folder solutions/, held.c and the edits of mutants are not in it, but what the grader
 * makes of references and mutants, compiled. It holds this file.
 */
#define HANDOUT_FILE "autograder/handout.yaml"

struct handout {
	char *student;                  /* whose it is; NULL: anybody's        */
	uint32_t *seed;                 /* of random requests; NULL: the usual */
};

/* Reads the file; *handout is NULL when there is none. False with the problem said. */
bool handout_load(const char *root, struct handout **handout, struct text *problem);
void handout_free(struct handout *handout);

/* Where the compiled parts of a stage are, for machines of this kind. */
char *handout_folder(const struct course *course, const char *stage);
/* One of them; NULL with the problem said when it is not there. The caller frees both. */
char *handout_part(const struct course *course, const char *stage, const char *name,
                   struct text *problem);

/* Is it a held-back test, which runs only when the student hands in? */
bool handout_waits(const struct course *course, const struct stage_test *test);

/*
 * Finds the course. root NULL: the folder above the running program that
 * holds autograder/stages. build NULL: the folder of the running program.
 * NULL with the problem said when there is no course.
 */
struct course *course_open(const char *root, const char *build,
                           struct text *problem);
void course_free(struct course *course);

/*
 * The full name for "05", "5" or "05-malloc-free"; NULL, with the names that
 * exist in problem, for anything else. Belongs to course.
 */
const char *course_stage(const struct course *course, const char *given,
                         struct text *problem);

/* Folder of a stage: "lessons", "exercises", "solutions" or
   "autograder/stages"; absolute. The caller frees it. */
char *course_folder(const struct course *course, const char *kind,
                    const char *stage);

/*
 * Reads autograder/stages/NAME/stage.yaml and checks it: names and numbers in
 * range, rubric adds up to 100, no test twice, files that it names exist.
 * NULL with file, line and remedy in problem.
 */
struct stage *stage_load(const struct course *course, const char *name,
                         struct text *problem);
void stage_free(struct stage *stage);

/* The test (or snippet's test) of that name, NULL when there is none. */
const struct stage_test *stage_test(const struct stage *stage,
                                    const char *name);
/* The submission's file with that role, the index-th; NULL behind the last. */
const struct stage_file *stage_file(const struct stage *stage,
                                    enum file_role role, size_t index);

/* Reads mutants.yaml; a stage without that file has none. */
bool mutants_load(const struct course *course, const char *stage,
                  struct mutants *mutants, struct text *problem);
void mutants_free(struct mutants *mutants);

/* source with the mutant's edit made, appended to out. */
bool mutant_apply(const struct mutant *mutant, const char *source,
                  struct text *out, struct text *problem);

/*
 * The starter derived from a reference (see "The reference marks what the
 * student writes" in docs/adding-a-stage.md), appended to out. name is for
 * messages. False when the marks are not in order.
 */
bool derive_starter(const char *reference, const char *name,
                    struct text *out, struct text *problem);

#endif
