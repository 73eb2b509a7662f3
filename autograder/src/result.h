/*
 * result.h - what the grader learns about one submission to one stage.
 *
 * Every phase of the pipeline fills in its part of a struct result and no
 * other; score.c reads the parts and computes points; result.c turns the
 * whole into the result document (docs/result.md, docs/result.schema.json).
 * The views (terminal, HTML, board) read that document and compute nothing.
 *
 * Ownership: a struct result owns everything it points to, through one arena
 * (result_alloc, result_text, result_format); result_free releases it all at
 * once. Pointers into it are valid until then. Strings are UTF-8; a NULL
 * string means "not known" and becomes null in the document. Lists are
 * arrays that grow by RESULT_PUSH. Paths are as the student knows them
 * (exercises/05-malloc-free/vec.c), never those of the scratch folder.
 */
#ifndef RESULT_H
#define RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RESULT_FORMAT  "memory-course-result"
#define RESULT_VERSION 3

/* A growable list of T. */
#define LIST_OF(T) struct { T *items; size_t count, capacity; }

/* How grading itself went. Only GRADED results carry a score. */
enum result_status {
	RESULT_GRADED,      /* the pipeline ran to its end: score is meant    */
	RESULT_REJECTED,    /* nothing to run (missing file, does not compile,
	                       forbidden symbol): graded, with zero points    */
	RESULT_NOT_GRADED,  /* the grader or machine failed: never a zero     */
};

enum phase_status { PHASE_NOT_RUN, PHASE_OK, PHASE_FAILED, PHASE_SKIPPED, PHASE_BROKEN };

/* The pipeline's phases, in order. PHASE_BROKEN: the tool failed, not the student. */
enum phase_id {
	PHASE_ACCEPT, PHASE_COMPILE, PHASE_INSPECT, PHASE_NATIVE,
	PHASE_MEMCHECK, PHASE_OWN_TESTS, PHASE_COVERAGE, PHASE_TRACES,
	PHASE_SCORE,
	PHASE_COUNT
};

struct phase {
	enum phase_status status;
	double seconds;            /* wall time; 0 when not run               */
	const char *note;          /* why skipped or broken, and what to do   */
};

/* Where something is. line and column are 1-based; 0 means unknown. */
struct place {
	const char *file;
	int line;
	int column;
	const char *function;
};

struct snippet_line {
	int line;
	const char *text;          /* without newline; tabs kept              */
	bool hit;                  /* the line that the finding is about      */
};
typedef LIST_OF(struct snippet_line) snippet_list;

struct frame {
	struct place place;
	const char *object;        /* library or program when file is unknown */
	bool owned;                /* code of the submission                  */
};
typedef LIST_OF(struct frame) frame_list;
typedef LIST_OF(const char *) text_list;

/* Where the lesson explains it. */
struct lesson_ref {
	const char *path;          /* lessons/02-sizeof/README.md             */
	const char *anchor;        /* the-product-can-overflow                */
	const char *title;         /* The product can overflow                */
};

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

/* Which phase saw it. */
enum finding_source {
	SOURCE_ACCEPT, SOURCE_COMPILER, SOURCE_INSPECT, SOURCE_TEST,
	SOURCE_MEMCHECK, SOURCE_OWN_TESTS, SOURCE_TRACES
};

/* The heap block that a memory error is about. */
struct block_history {
	bool known;
	uint64_t size;             /* bytes asked for                         */
	int64_t offset;            /* of the address from the block's start:
	                              negative before it, >= size behind it   */
	const char *kind;          /* "heap", "stack", "static", "none"       */
	frame_list allocated;      /* stack where the block was allocated     */
	frame_list freed;          /* stack where it was freed, if it was     */
};

/*
 * One cause, explained once: the same fault seen fifty times, or in five
 * tests, is one finding with count 50 and five tests.
 */
struct finding {
	const char *id;            /* "f1", unique in the document            */
	const char *kind;          /* entry of the catalogue, "use-after-free"*/
	enum finding_source source;
	enum severity severity;
	const char *title;         /* one line                                */
	const char *what;          /* what happened, plain words              */
	const char *why;           /* why that is wrong, or how it comes about*/
	const char *next;          /* one next step                           */
	const char *raw;           /* the tool's own words, one or few lines  */
	struct lesson_ref lesson;
	struct place where;        /* first frame of the student's own        */
	snippet_list snippet;      /* that line and its neighbours            */
	frame_list stack;          /* from the student's frame outward        */
	struct block_history block;
	frame_list origin;         /* where an uninitialised value came from  */
	const char *expected;      /* failed test: what it wanted             */
	const char *actual;        /*              and what it got            */
	text_list tests;           /* names of the tests that met it          */
	unsigned count;            /* how often it was seen in all            */
	LIST_OF(int) misconceptions; /* numbers, see docs                     */
};

enum test_status {
	TEST_NOT_RUN, TEST_PASSED, TEST_FAILED, TEST_CRASHED, TEST_EXITED,
	TEST_TIMEOUT, TEST_SKIPPED, TEST_LOST
};
enum memory_status { MEMORY_NOT_RUN, MEMORY_CLEAN, MEMORY_ERRORS };

struct test_result {
	const char *name;          /* "suite/test", as in the manifest        */
	const char *title;         /* what it checks, one line                */
	const char *means;         /* what a failure means, plain words       */
	struct lesson_ref lesson;
	LIST_OF(int) misconceptions;
	bool held_back;            /* not shipped to students                 */
	enum test_status status;   /* of the native run                       */
	enum memory_status memory; /* of the Memcheck run                     */
	int signal;                /* when crashed, else 0                    */
	double seconds;
	double points, max;        /* behaviour points, set by score.c        */
	text_list findings;        /* ids                                     */
};

struct coverage_line {
	int line;
	uint64_t hits;
	int branches, branches_taken;
};
struct coverage_file {
	const char *file;
	LIST_OF(struct coverage_line) lines;   /* only lines that hold code   */
};
struct coverage {
	bool known;
	int lines, lines_covered;
	int branches, branches_covered;
	LIST_OF(struct coverage_file) files;
};

/* A picture of the heap at the moment a test failed (allocator stages). */
struct heap_block_seen {
	uint64_t offset, size;             /* bytes from the arena's start     */
	uint64_t payload, payload_size;    /* offset and bytes                 */
	bool in_use;
};
struct heap_live {                         /* a payload that the test holds    */
	uint64_t offset, size;
	uint64_t serial;                   /* 1 for the test's first request   */
};
struct heap_picture {
	const char *test;
	uint64_t bytes;                    /* size of the arena in use         */
	const char *walk;                  /* complete, stopped, crashed, missing */
	LIST_OF(struct heap_block_seen) blocks;
	LIST_OF(struct heap_live) live;
	const char *list;                  /* as walk: how heap_walk_free ended */
	LIST_OF(uint64_t) listed;          /* offsets of blocks, in its order  */
};

struct mutant_outcome {
	const char *id;
	const char *bug;           /* which kind of bug this is               */
	bool caught;
	const char *by;            /* the student's test that caught it       */
};
struct own_tests {
	bool present;              /* the stage grades the student's tests    */
	bool passes_reference;
	int tests;                 /* tests in the student's file             */
	const char *problem;       /* crashes, flaky, asserts nothing, ...    */
	LIST_OF(struct mutant_outcome) mutants;
	struct coverage coverage;  /* of the student's code, by these tests   */
};

/* A heap under the requests of a program (allocator stages). */
struct trace_moment_seen {
	uint64_t request;          /* from 1                                  */
	uint64_t live, held;       /* bytes                                   */
};
struct trace_result {
	const char *name;          /* git, churn, ...                         */
	const char *fault;         /* a finding's kind; NULL: the play was right */
	int signal;                /* when it crashed, else 0                 */
	uint64_t request;          /* of a fault: which, from 1               */
	uint64_t other, bytes;     /* and what the finding's words need       */
	uint64_t requests;         /* in all                                  */
	uint64_t peak_live;        /* most bytes that the program held        */
	uint64_t peak_held;        /* most bytes that the heap had obtained   */
	uint64_t instructions;     /* in all; 0: not counted                  */
	double utilisation_asked;  /* for all points                          */
	double instructions_asked; /* for a request, for all points           */
	double speed;              /* requests in a time, over those of the C
	                              library's malloc; 0: not known          */
	double points, max;        /* set by score.c                          */
	LIST_OF(struct trace_moment_seen) moments;
};

struct score_part {
	const char *id;            /* behaviour, memory, own_tests, traces    */
	const char *title;
	double points, max;
	const char *how;           /* how it was computed, one line           */
};
struct score {
	double points, max;        /* rounded to 0.1; max is the manifest's   */
	LIST_OF(struct score_part) parts;
};

struct submitted_file {
	const char *name;          /* as the manifest names it                */
	const char *path;          /* as the student knows it                 */
	size_t bytes;
	int lines;
	text_list source;          /* every line, without newline             */
};

struct result {
	enum result_status status;
	const char *problem;       /* when not GRADED: what is wrong          */
	const char *remedy;        /*                  and what to do         */
	const char *stage;         /* 05-malloc-free                          */
	const char *stage_title;
	const char *lesson;        /* path of the stage's lesson              */
	const char *exercise;      /* path of the exercise's README           */
	const char *from;          /* folder or archive that was graded       */
	const char *runner;        /* "fork-server" or "stock"                */
	const char *tools;         /* versions of compiler, valgrind, gcovr   */
	bool quick;                /* behaviour only: no Memcheck, coverage   */
	LIST_OF(struct submitted_file) files;
	struct phase phases[PHASE_COUNT];
	LIST_OF(struct test_result) tests;
	LIST_OF(struct finding) findings;
	LIST_OF(struct heap_picture) heaps;
	struct coverage coverage;
	struct own_tests own;
	LIST_OF(struct trace_result) traces;
	struct score score;
	struct result_arena *arena;
};

/* Starts an empty result; NULL when out of memory. */
struct result *result_new(void);
void result_free(struct result *r);

/* Memory that lives as long as r; zeroed. Ends the program when there is none. */
void *result_alloc(struct result *r, size_t bytes);
/* A copy of text (NULL stays NULL); of at most n bytes; formatted as printf does. */
const char *result_text(struct result *r, const char *text);
const char *result_text_n(struct result *r, const char *text, size_t n);
const char *result_format(struct result *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Grows *items (count of *capacity, each size bytes) by one; use RESULT_PUSH. */
void *result_grow(struct result *r, void *items, size_t count,
                  size_t *capacity, size_t size);

/* Appends VALUE to LIST, a LIST_OF in r. */
#define RESULT_PUSH(r, list, ...)                                             \
	do {                                                                  \
		(list)->items = result_grow((r), (list)->items, (list)->count,\
			&(list)->capacity, sizeof *(list)->items);            \
		(list)->items[(list)->count++] = __VA_ARGS__;                 \
	} while (0)

#endif
