/*
 * own_tests.c - the student's tests, on the reference and on its mutants.
 *
 * Tests are good when they pass on a correct solution and fail on a faulty
 * one. They run natively against the reference, twice (once more shows those
 * that pass by luck), and then against each mutant; a mutant is caught when
 * any test fails, crashes, or does not end.
 *
 * The mutants are shared libraries that are kept; so the student's tests are
 * linked twice, with the reference (in one piece, like a submission) and with
 * a library, and not once for each mutant.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "pipeline/build.h"
#include "pipeline/coverage.h"
#include "pipeline/explain.h"
#include "pipeline/objects.h"

/* Without -g: then objects of the same text are the same, wherever it stands. And
   without notes of where in Criterion's macros a word stood: that is half of the time,
   and a mistake is shown where the student has written the macro's name. */
#define TEST_FLAGS                                                           \
	"-std=gnu17 -O0 -w -fno-omit-frame-pointer -ftrack-macro-expansion=0"

struct own {
	struct grading *g;
	pthread_t helper;               /* opens the build and compiles        */
	bool helped, opened, compiled;  /* there is one; what it came to       */
	struct text compiler;           /* what the compiler said              */
	struct build build;             /* with the reference's headers        */
	const char *file;               /* my_tests.c                          */
	struct mutants mutants;
	char *object;                   /* the student's tests, compiled       */
	char *program;                  /* the same, with any mutant's library */
	struct text problem;            /* of the course                       */
	bool broken;
};

/* What one run of the student's tests came to. */
struct run {
	int tests;                      /* that ran; -1: it did not link       */
	char *failed;                   /* the first that did not pass         */
	enum test_status status;        /* of that one                         */
	char *message;                  /* what its assertion said             */
};

static void run_free(struct run *run)
{
	free(run->failed);
	free(run->message);
}

/* ---- one run ----------------------------------------------------------- */

/* "line 29, expected 1, got 0: the words of the assertion", what is known of it. */
static char *told(const struct event *e)
{
	struct text t = TEXT_EMPTY;

	text_add_format(&t, "line %d", e->line);
	if (e->expected != NULL && e->actual != NULL)
		text_add_format(&t, ", expected %s, got %s", e->expected,
		                e->actual);
	if (e->message != NULL && e->message[0] != '\0')
		text_add_format(&t, ": %s", e->message);
	char *all = must_copy(text_string(&t));
	text_free(&t);
	return all;
}

static void read_events(const struct proc_outcome *o, struct run *run)
{
	struct event_list events = { 0 };
	const char *begun = NULL;       /* the test that has not ended         */

	events_read(&events, text_string(&o->events), o->events.length);
	for (size_t i = 0; i < events.count; i++) {
		const struct event *e = &events.items[i];
		if (e->kind == EVENT_ASSERT && run->message == NULL &&
		    run->failed == NULL)
			run->message = told(e);
		if (e->kind == EVENT_SPAWN)
			begun = e->test;
		if (e->kind != EVENT_END)
			continue;
		begun = NULL;
		run->tests++;
		if (e->status != TEST_PASSED && e->status != TEST_SKIPPED &&
		    run->failed == NULL) {
			run->failed = must_copy(e->test);
			run->status = e->status;
		}
	}
	/* With --fail-fast, Criterion leaves without a word about the end. */
	if (!events.finished && run->failed == NULL) {
		run->failed = must_copy(begun != NULL ? begun : "the program");
		run->status = run->message != NULL ? TEST_FAILED : TEST_LOST;
	}
	events_free(&events);
}

void own_tests_run(const struct grading *g, const char *const argv[],
                   const char *const env[], const char *writes,
                   struct proc_outcome *outcome)
{
	double scale = g->job->timeout_scale > 0 ? g->job->timeout_scale : 1;
	const struct proc_spec spec = {
		.argv = argv, .env = env, .folder = g->job->scratch,
		.seconds = 3 * scale * g->stage->timeout + 5,
		.memory_bytes = (size_t)4 << 30,
		.file_bytes = (size_t)16 << 20, .events = true,
		.box = g->box, .writes = writes,
	};

	proc_run(&spec, outcome);
	/* A mutant that does not end is the course's. */
	if (outcome->end != PROC_TIMEOUT)
		grading_note_limits(g, PHASE_OWN_TESTS, &spec, outcome);
}

/* library: the mutant's; NULL: the program has the reference in it. */
static void run_program(struct own *own, const char *program,
                        const char *library, bool scout, struct run *run)
{
	const struct grading *g = own->g;
	/* Of a mutant one failed test is enough to know. */
	const char *argv[] = { program, library != NULL ? "--fail-fast" : NULL,
	                       scout ? "--scout" : NULL, NULL };
	char *folder = library != NULL ? path_folder(library) : NULL;
	char *search = must_format("LD_LIBRARY_PATH=%s",
	                           folder != NULL ? folder : "");
	const char *env[] = { g->test_env[0], search, NULL };
	struct proc_outcome o;

	*run = (struct run){ 0 };
	own_tests_run(g, argv, env, NULL, &o);
	read_events(&o, run);
	proc_outcome_free(&o);
	free(search);
	free(folder);
}

/* What the linker says, in the student's words where it is known what it means. */
static void tell_linker(const char *said, struct text *problem)
{
	const char *name;
	size_t n;

	if ((name = build_linker_name(said, "undefined reference to", &n)) != NULL)
		problem_set(problem, "Your tests can't be linked with the solution: "
		            "they use %.*s, which is not declared in its header.",
		            (int)n, name);
	else if ((name = build_linker_name(said, "multiple definition of", &n)) != NULL)
		problem_set(problem, "Your tests can't be linked with the solution: "
		            "both define %.*s. Write static in front of yours.",
		            (int)n, name);
	else
		problem_set(problem, "Your tests can't be linked with the "
		            "solution: %.300s", said);
}

/*
 * Links the student's tests to program: with the reference in it (library
 * NULL), or so that it takes the solution from a library, to which the rig's
 * functions are then offered, whichever of them it calls.
 */
static bool link_tests(struct own *own, const char *library,
                       const char *program, struct text *problem)
{
	struct args objects = ARGS_EMPTY;
	struct proc_outcome o;

	args_add(&objects, own->object);
	if (library != NULL)
		args_add(&objects, library);
	bool ok = (library != NULL ||
	           build_reference(&own->build, NULL, &objects, problem)) &&
	          build_course_objects(&own->build, false, &objects, problem);
	if (ok) {
		ok = build_link(&own->build, &objects,
		                library != NULL ? "-rdynamic" : NULL, program, &o);
		if (!ok)
			tell_linker(text_string(&o.err), problem);
		proc_outcome_free(&o);
	}
	args_free(&objects);
	return ok;
}

/* ---- the reference ----------------------------------------------------- */

static const char *ended_how(enum test_status status)
{
	switch (status) {
	case TEST_CRASHED: return "crashes";
	case TEST_EXITED:  return "ends the program";
	case TEST_TIMEOUT: return "does not end";
	case TEST_LOST:    return "is lost";
	default:           return "fails";
	}
}

/* False, with the problem in the result, when the tests are no good. */
static bool judge_reference(struct own *own, const struct run *first,
                            const struct run *second)
{
	struct result *r = own->g->result;

	r->own.tests = first->tests;
	if (first->failed != NULL && second->failed != NULL)
		r->own.problem = result_format(r, "%s %s on the correct solution%s%s%s",
			first->failed, ended_how(first->status),
			first->message != NULL ? " (" : "",
			first->message != NULL ? first->message : "",
			first->message != NULL ? ")" : "");
	else if (first->failed != NULL || second->failed != NULL)
		r->own.problem = result_format(r, "%s passes on some runs and "
			"not on others, with the same correct solution",
			first->failed != NULL ? first->failed : second->failed);
	else if (first->tests == 0)
		r->own.problem = "there is no test in it";
	return r->own.problem == NULL;
}

struct tries {
	struct own *own;
	const char *program;
	struct run runs[2];
};

static void try_once(void *context, size_t i)
{
	struct tries *t = context;

	run_program(t->own, t->program, NULL, false, &t->runs[i]);
}

static bool try_reference(struct own *own)
{
	struct result *r = own->g->result;
	char *program = path_join(own->g->job->scratch, "own-reference");
	struct text problem = TEXT_EMPTY;
	struct tries t = { .own = own, .program = program };

	if (link_tests(own, NULL, program, &problem)) {
		pool_run(2, 2, try_once, &t);
		r->own.passes_reference =
			judge_reference(own, &t.runs[0], &t.runs[1]);
	} else {
		r->own.problem = result_text(r, text_string(&problem));
	}
	run_free(&t.runs[0]);
	run_free(&t.runs[1]);
	text_free(&problem);
	free(program);
	return r->own.passes_reference;
}

/*
 * On the student's own code, built with counters: how much of it the tests
 * reach. Without such a build (coverage failed) that is not known.
 */
static void count_lines(struct own *own)
{
	struct grading *g = own->g;
	struct args objects = ARGS_EMPTY;
	struct text problem = TEXT_EMPTY;
	struct proc_outcome o;

	if (g->coverage_program == NULL || !g->result->own.passes_reference)
		return;
	char *program = path_join(g->job->scratch, "own-coverage-tests");
	args_add(&objects, own->object);
	submitted_objects(g, "coverage", &objects);
	if (build_course_objects(&own->build, false, &objects, &problem)) {
		if (build_link(&own->build, &objects, "--coverage", program, &o))
			coverage_of_own_tests(g, program);
		proc_outcome_free(&o);
	}
	text_free(&problem);
	args_free(&objects);
	free(program);
}

/* ---- the mutants ------------------------------------------------------- */

/*
 * The rig's scout finds the first test that fails quickly. When that test passes
 * alone, tests before it had left something behind, and all have to be run.
 */
static void run_on_mutant(struct own *own, const char *library, struct run *run)
{
	run_program(own, own->program, library, true, run);
	if (run->failed != NULL || run->tests >= own->g->result->own.tests)
		return;
	run_free(run);
	run_program(own, own->program, library, false, run);
}

static void try_mutant(void *context, size_t i)
{
	struct own *own = context;
	struct result *r = own->g->result;
	struct mutant_outcome *outcome = &r->own.mutants.items[i];
	const struct mutant *mutant = NULL;
	struct text problem = TEXT_EMPTY;
	struct run run = { 0 };

	for (unsigned k = 0; k < own->mutants.count; k++)
		if (strcmp(own->mutants.items[k].id, outcome->id) == 0)
			mutant = &own->mutants.items[k];
	char *library = build_library(&own->build, mutant, &problem);
	const char *inside = library != NULL ? grading_inside(own->g, library) : NULL;
	if (inside != NULL) {
		run_on_mutant(own, inside, &run);
		outcome->caught = run.failed != NULL;
		outcome->by = result_text(r, run.failed);
	} else {
		/* The course's own code: no fault of the student's. */
		own->broken = true;
	}
	run_free(&run);
	text_free(&problem);
	free(library);
}

/*
 * What tests of the same text came to before, in this process: what they do to
 * mutants has nothing to do with the rest of a submission. A class hands in the
 * sample tests a hundred times, and every accepted solution the reference's.
 */
struct known {
	struct known *next;
	uint64_t key;
	size_t count;
	bool *caught;
	char **by;
};

static struct known *all_known;
static pthread_mutex_t known_lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t key_of(const struct own *own)
{
	uint64_t key = hash_string(HASH_START, own->g->stage->name);

	key = hash_bytes(key, &own->g->job->stock, sizeof own->g->job->stock);
	return hash_file(&key, own->object) ? key : 0;
}

static bool recall(struct own *own, uint64_t key)
{
	struct result *r = own->g->result;
	const struct known *k;

	pthread_mutex_lock(&known_lock);
	for (k = all_known; k != NULL && k->key != key; k = k->next)
		;
	pthread_mutex_unlock(&known_lock);
	if (k == NULL || key == 0 || k->count != r->own.mutants.count)
		return false;
	for (size_t i = 0; i < k->count; i++) {
		r->own.mutants.items[i].caught = k->caught[i];
		r->own.mutants.items[i].by = result_text(r, k->by[i]);
	}
	return true;
}

static void remember(const struct own *own, uint64_t key)
{
	const struct result *r = own->g->result;
	struct known *k = must_alloc(sizeof *k);
	size_t count = r->own.mutants.count;

	*k = (struct known){ .key = key, .count = count,
		.caught = must_alloc(count * sizeof *k->caught),
		.by = must_alloc(count * sizeof *k->by) };
	for (size_t i = 0; i < count; i++) {
		const char *by = r->own.mutants.items[i].by;
		k->caught[i] = r->own.mutants.items[i].caught;
		k->by[i] = by != NULL ? must_copy(by) : NULL;
	}
	pthread_mutex_lock(&known_lock);
	k->next = all_known;
	all_known = k;
	pthread_mutex_unlock(&known_lock);
}

static void run_mutants(struct own *own)
{
	char *library = build_library(&own->build, NULL, &own->problem);

	if (library != NULL &&
	    link_tests(own, library, own->program, &own->problem))
		pool_run(own->g->result->own.mutants.count, 0, try_mutant, own);
	else
		own->broken = true;
	free(library);
}

static void try_mutants(struct own *own)
{
	struct result *r = own->g->result;

	for (unsigned i = 0; i < own->mutants.count; i++) {
		const struct mutant *m = &own->mutants.items[i];
		if (m->own && m->finding[0] == '\0')
			RESULT_PUSH(r, &r->own.mutants, (struct mutant_outcome){
				.id = result_text(r, m->id),
				.bug = result_text(r, m->bug) });
	}
	if (!r->own.passes_reference)
		return;
	uint64_t key = key_of(own);
	if (recall(own, key))
		return;
	run_mutants(own);
	if (!own->broken && key != 0)
		remember(own, key);
}

/* ---- the phase --------------------------------------------------------- */

static bool is_submitted(const struct grading *g, const char *file)
{
	for (size_t i = 0; i < g->result->files.count; i++)
		if (strcmp(g->result->files.items[i].name, file) == 0)
			return true;
	return false;
}

/* The student's file compiles by its relative name, as the code does. */
static bool compile_tests(struct own *own)
{
	struct grading *g = own->g;
	char *source = must_format("submission/%s", own->file);
	struct proc_outcome o;
	struct text problem = TEXT_EMPTY;
	bool ok = build_compile(&own->build, g->job->scratch, source,
	                        own->object, TEST_FLAGS, NULL, &o);

	if (!ok)
		text_add(&own->compiler, text_string(&o.err));
	ok = ok && build_adapt(&own->build, own->object, &problem);
	text_free(&problem);
	proc_outcome_free(&o);
	free(source);
	return ok;
}

/* What can be done before anything is known of the submission's code. */
static void *prepare(void *context)
{
	struct own *own = context;
	const struct grading *g = own->g;

	own->opened = mutants_load(g->course, g->stage->name, &own->mutants,
	                           &own->problem) &&
	              build_open(&own->build, g->course, g->stage, NULL,
	                         g->job->scratch, g->job->stock, &own->problem) &&
	              build_enter(&own->build, g->box, &own->problem);
	own->compiled = own->opened && is_submitted(g, own->file) &&
	                compile_tests(own);
	return NULL;
}

void own_tests_begin(struct grading *g)
{
	if (g->own != NULL || stage_file(g->stage, ROLE_OWN_TESTS, 0) == NULL)
		return;
	struct own *own = g->own = must_alloc(sizeof *own);
	*own = (struct own){ .g = g };
	own->file = stage_file(g->stage, ROLE_OWN_TESTS, 0)->name;
	own->object = path_join(g->job->scratch, "own-tests.o");
	own->program = path_join(g->job->scratch, "own-mutants");
	own->helped = pthread_create(&own->helper, NULL, prepare, own) == 0;
	if (!own->helped)
		prepare(own);
}

static void await(struct own *own)
{
	if (own->helped)
		pthread_join(own->helper, NULL);
	own->helped = false;
}

void own_tests_end(struct grading *g)
{
	struct own *own = g->own;

	if (own == NULL)
		return;
	await(own);
	build_close(&own->build);
	mutants_free(&own->mutants);
	text_free(&own->problem);
	text_free(&own->compiler);
	free(own->program);
	free(own->object);
	free(own);
	g->own = NULL;
}

/* Tells the compiler's first complaint: the lines before say how it came there. */
static void does_not_compile(struct own *own)
{
	struct result *r = own->g->result;
	const char *all = text_string(&own->compiler), *line = all, *end;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1)
		if (memmem(line, (size_t)(end - line), "error: ", strlen("error: ")))
			break;
	if (end == NULL)
		line = all;
	r->own.problem = result_format(r, "%s does not compile: %.*s", own->file,
	                               (int)strcspn(line, "\n"), line);
}

static enum phase_status grade_tests(struct own *own)
{
	struct result *r = own->g->result;

	if (!is_submitted(own->g, own->file)) {
		r->own.problem = result_format(r, "%s is missing", own->file);
		try_mutants(own);
		return PHASE_FAILED;
	}
	if (own->compiled)
		try_reference(own);
	else
		does_not_compile(own);
	count_lines(own);
	try_mutants(own);
	if (own->broken)
		return PHASE_BROKEN;
	return r->own.passes_reference ? PHASE_OK : PHASE_FAILED;
}

enum phase_status phase_own_tests(struct grading *g)
{
	enum phase_status status = PHASE_BROKEN;

	g->result->own.present = true;
	own_tests_begin(g);
	await(g->own);
	if (g->own->opened)
		status = grade_tests(g->own);
	if (status == PHASE_BROKEN)
		grading_broken(g, grading_course_remedy(g),
		               "The course is broken: its mutants can't be "
		               "built. %s", text_string(&g->own->problem));
	return status;
}

/* ---- findings ---------------------------------------------------------- */

static void sight(struct grading *g, const char *kind, enum severity severity,
                  const struct fact *facts, size_t count)
{
	const struct stage_file *file = stage_file(g->stage, ROLE_OWN_TESTS, 0);
	char *path = must_format("submission/%s", file->name);
	struct sighting s = {
		.kind = kind, .source = SOURCE_OWN_TESTS, .severity = severity,
		.where = { .file = grading_shown_path(g, path) },
		.facts = facts, .facts_count = count,
	};

	explain_add(g, &s);
	free(path);
}

/* The kind for a problem; its words already stand in the result. */
static const char *problem_kind(const char *problem)
{
	static const struct { const char *words, *kind; } kinds[] = {
		{ " is missing", "own-tests-missing" },
		{ "does not compile", "own-tests-broken" },
		{ "can't be linked", "own-tests-broken" },
		{ "passes on some runs", "own-tests-flaky" },
		{ "no test in it", "own-tests-assert-nothing" },
		{ "crashes on", "own-tests-crash" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strstr(problem, kinds[i].words) != NULL)
			return kinds[i].kind;
	return "own-tests-fail-reference";
}

/* Names the first few; all of them stand with the tests. */
static void explain_survivors(struct grading *g)
{
	enum { NAMED = 3 };
	struct result *r = g->result;
	struct text bugs = TEXT_EMPTY;
	size_t survived = 0, all = r->own.mutants.count;

	for (size_t i = 0; i < all; i++)
		if (!r->own.mutants.items[i].caught && survived++ < NAMED)
			text_add_format(&bugs, "%s%s", bugs.length != 0 ? "; " : "",
			                r->own.mutants.items[i].bug);
	if (survived > NAMED)
		text_add_format(&bugs, "; and %zu more", survived - NAMED);
	const struct fact facts[] = {
		{ "survived", result_format(r, "%zu", survived) },
		{ "total", result_format(r, "%zu", all) },
		{ "bugs", text_string(&bugs) },
	};
	if (survived > 0)
		sight(g, survived == all ? "own-tests-assert-nothing"
		                         : "mutant-survived",
		      SEVERITY_WARNING, facts, 3);
	text_free(&bugs);
}

void own_tests_explain(struct grading *g)
{
	const struct own_tests *own = &g->result->own;

	if (!own->present || g->stage->rubric.own_tests <= 0)
		return;
	if (own->problem != NULL) {
		const struct fact facts[] = {
			{ "problem", own->problem },
			{ "file", stage_file(g->stage, ROLE_OWN_TESTS, 0)->name },
		};
		sight(g, problem_kind(own->problem), SEVERITY_ERROR, facts, 2);
	} else if (own->passes_reference) {
		explain_survivors(g);
	}
}
