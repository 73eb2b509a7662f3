/*
 * pipeline.h - grade one submission to one stage.
 *
 * Phases run in the order of enum phase_id; each is a function
 * phase_NAME(struct grading *) that fills its part of the result and returns
 * how it went. After the verdict on behaviour, Memcheck runs beside coverage
 * and the student's own tests, in two threads: result_alloc and its kin are
 * safe to call from both, findings are added by one thread at a time (the
 * Memcheck phase has them while it runs).
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "base/proc.h"
#include "pipeline/events.h"
#include "result.h"
#include "stage/stage.h"

#define GRADE_VERSION "1.0"

struct job {
	const struct stage *stage;
	const char *from;          /* folder or archive; NULL: exercises/NAME  */
	const char *called;        /* what messages call it; NULL: what it is  */
	const char *scratch;       /* an empty folder of our own               */
	bool foreign;              /* a stranger's: only in a sandbox, or not  */
	bool quick;                /* behaviour only                           */
	bool no_coverage;          /* of the course's tests: it earns no points*/
	bool stock;                /* Criterion as installed, not the rig      */
	double timeout_scale;      /* 0 means 1; more on a slow machine        */
	/* Of the tests, only these run, natively and under Memcheck, and nothing
	   behind it: for the author's check, which asks about single tests. */
	const char *const *only;   /* "suite/test"                             */
	size_t only_count;         /* 0: all of them                           */
	/* Told before each phase; NULL: nobody wants to know. */
	void (*progress)(void *context, enum phase_id phase);
	void *progress_context;
};

struct catalogue;                  /* explain.h                                */
struct args;                       /* args.h                                   */
struct build;                      /* build.h                                  */
struct own;                        /* own_tests.c                              */

/*
 * The submission's files lie in scratch/submission under their manifest
 * names and are compiled from scratch by the relative name
 * "submission/vec.c", so that this is the name in debug information.
 */
struct grading {
	const struct course *course;
	const struct stage *stage;
	const struct job *job;
	struct result *result;
	struct catalogue *catalogue;    /* loaded by explain.c when first used */
	struct build *build;            /* opened by phase_compile                */
	struct args *course_objects;    /* objects of tests, support, uses        */

	/* Absolute paths in the result's arena; NULL until built. */
	const char *submission;         /* folder of the accepted files        */
	const char *program;            /* test program: submission, -g -O0    */
	const char *coverage_program;   /* the same, submission with --coverage*/
	const char *coverage_folder;    /* its objects, .gcno, later .gcda     */
	const char *const *test_env;    /* RIG_TIMEOUT=..., for proc_spec.env  */

	struct sandbox *box;            /* for all that is foreign; NULL: none */
	struct own *own;                /* of own_tests.c; NULL until begun    */

	struct event_list events;       /* of the native run                   */
	double native_seconds;
};

/*
 * Grades. Always returns a result (released by result_free): what can't be
 * graded is a result with status RESULT_NOT_GRADED.
 */
struct result *pipeline_grade(const struct course *course,
                              const struct job *job);

/* Is path a file of the submission ("submission/vec.c", any prefix)? */
bool grading_owns(const char *path);
/*
 * The student's name for a file as compilers, Valgrind and gcovr know it:
 * ".../submission/vec.c" becomes "exercises/05-malloc-free/vec.c"; a file of
 * the course becomes relative to its root; anything else, its last part.
 */
const char *grading_shown_path(const struct grading *g, const char *path);
/*
 * Whole text of a submission's file by any of these names, as lines in the
 * result's arena (valid UTF-8); NULL when there is none.
 */
const text_list *grading_source(const struct grading *g, const char *path);
/* The result's entry for a test; NULL when the manifest has no such test. */
struct test_result *grading_test(const struct grading *g, const char *name);
/* Did the test not run because this is a handout, and it is held back? */
bool grading_waits(const struct grading *g, const struct test_result *test);
/* RIG_SEED of the environment, or else the handout's; NULL: neither. */
const char *grading_seed(const struct grading *g);
/*
 * Ends grading for a reason that is not the student's: sets NOT_GRADED with
 * problem and remedy (copied; the first call wins). Returns PHASE_BROKEN.
 */
enum phase_status grading_broken(struct grading *g, const char *remedy,
                                 const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* What to do when the course itself is at fault. */
const char *grading_course_remedy(const struct grading *g);
/* Sets REJECTED, likewise; returns PHASE_FAILED. */
enum phase_status grading_rejected(struct grading *g, const char *remedy,
                                   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Notes beside the phase which limits a run has met; the first such note stays. */
void grading_note_limits(const struct grading *g, enum phase_id id,
                         const struct proc_spec *spec,
                         const struct proc_outcome *outcome);

enum phase_status phase_accept(struct grading *g);
enum phase_status phase_compile(struct grading *g);
enum phase_status phase_inspect(struct grading *g);
enum phase_status phase_native(struct grading *g);
enum phase_status phase_own_tests(struct grading *g);
enum phase_status phase_score(struct grading *g);

/*
 * Compiles the student's own tests beside whatever comes next, where the stage has
 * such tests; phase_own_tests waits for it. End: waits too, and releases all.
 */
void own_tests_begin(struct grading *g);
void own_tests_end(struct grading *g);

/* Runs a program of the student's own tests, natively, within their limits; in a
   sandbox it can write below writes. The caller releases outcome. */
void own_tests_run(const struct grading *g, const char *const argv[],
                   const char *const env[], const char *writes,
                   struct proc_outcome *outcome);

/*
 * The path at which a program in the sandbox finds a file of the course: without a
 * sandbox its own, else that of a copy in scratch. In the result's arena; NULL: the
 * copy can't be made.
 */
const char *grading_inside(const struct grading *g, const char *path);
/* Turns what phase_own_tests learned into findings; after Memcheck. */
void own_tests_explain(struct grading *g);

#endif
