/*
 * native.c - the test program, run by the rig: the verdict on behaviour.
 *
 * The rig tells what happens as events; nothing else that the program says
 * or returns is believed. A test that no event says anything about was lost.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "pipeline/build.h"
#include "pipeline/explain.h"
#include "pipeline/filter.h"
#include "pipeline/native.h"
#include "pipeline/objects.h"

/* ---- running ----------------------------------------------------------- */

static double scaled(const struct grading *g, double seconds)
{
	return seconds * (g->job->timeout_scale > 0 ? g->job->timeout_scale : 1);
}

static void set_environment(struct grading *g)
{
	const char **env = result_alloc(g->result, 3 * sizeof *env);
	const char *seed = grading_seed(g);

	env[0] = result_format(g->result, "RIG_TIMEOUT=%g",
	                       scaled(g, g->stage->timeout));
	if (seed != NULL)
		env[1] = result_format(g->result, "RIG_SEED=%s", seed);
	g->test_env = env;
}

/*
 * The rig ends each test that takes too long; the limits here are for a rig that
 * is stopped itself. Tests with parameters run more than once, hence twice.
 */
static void run_tests(struct grading *g, struct proc_outcome *o)
{
	double limit = scaled(g, g->stage->timeout);
	struct args argv = ARGS_EMPTY;

	args_add(&argv, g->program);
	filter_job(g->job, &argv);
	struct proc_spec spec = {
		.argv = args_vector(&argv), .env = g->test_env, .folder = g->job->scratch,
		.seconds = 2 * limit * g->stage->tests_count + 10,
		.cpu_seconds = 2 * limit + 10,
		.memory_bytes = (size_t)4 << 30,
		.file_bytes = (size_t)16 << 20,
		.events = true, .box = g->box,
	};

	proc_run(&spec, o);
	if (o->end == PROC_TIMEOUT)
		g->result->phases[PHASE_NATIVE].note = result_format(g->result,
			"The run was stopped after %.0f seconds; what had not "
			"run by then counts as lost.", o->seconds);
	/* Where that is said it stays. */
	grading_note_limits(g, PHASE_NATIVE, &spec, o);
	args_free(&argv);
	g->native_seconds = o->seconds;
}

/* ---- snippets ---------------------------------------------------------- */

/* What gcc said first, in words for the student; nothing when it was content. */
static const char *first_error(struct grading *g, const char *said)
{
	const char *error = strstr(said, "error: ");

	if (error == NULL)
		return NULL;
	error += strlen("error: ");
	return result_format(g->result, "gcc says: %.*s",
	                     (int)strcspn(error, "\n"), error);
}

struct native {
	struct grading *g;
	struct proc_outcome outcome;
	const char **said;              /* of each snippet                     */
};

/* Does the snippet compile, or not, as the manifest expects? */
static void try_snippet(struct native *n, size_t i)
{
	struct grading *g = n->g;
	const struct stage_snippet *s = &g->stage->snippets[i];
	struct test_result *test = grading_test(g, s->test.name);
	if (!filter_asks_for(g->job, s->test.name) || handout_waits(g->course, &s->test)) {
		test->status = TEST_SKIPPED;
		return;
	}
	char *source = must_format("autograder/stages/%s/support/%s",
	                           g->stage->name, s->file);
	struct proc_outcome o;
	bool compiles = build_compile(g->build, g->course->root, source,
	                              "/dev/null", BUILD_STUDENT_FLAGS,
	                              "-w -fsyntax-only -fmax-errors=1", &o);

	test->seconds = o.seconds;
	test->status = compiles == (s->expect == EXPECT_OK) ? TEST_PASSED
	                                                    : TEST_FAILED;
	if (o.end != PROC_EXITED)
		test->status = TEST_TIMEOUT;
	n->said[i] = first_error(g, text_string(&o.err));
	proc_outcome_free(&o);
	free(source);
}

/* The program first: it takes longest. */
static void run_one(void *context, size_t i)
{
	struct native *n = context;

	if (i == 0)
		run_tests(n->g, &n->outcome);
	else
		try_snippet(n, i - 1);
}

static void explain_snippet(struct grading *g, const struct stage_snippet *s,
                            const struct test_result *test,
                            const char *said)
{
	bool must_fail = s->expect == EXPECT_ERROR;
	struct failure f = {
		.test = test,
		.expected = must_fail ? "a compile error" : "it compiles",
		.actual = must_fail ? "it compiles" : "a compile error",
		.place = { .file = result_format(g->result,
			"autograder/stages/%s/support/%s", g->stage->name,
			s->file), .line = 1 },
	};

	if (said != NULL && !must_fail)
		f.actual = result_format(g->result, "a compile error; %s", said);
	struct finding *finding = explain_test_failure(g, &f);
	if (!test->held_back)
		finding->next = result_format(g->result, "Compile these few "
			"lines yourself: gcc -fsyntax-only -Iexercises/%s %s",
			g->stage->name, f.place.file);
}

static void explain_snippets(struct native *n)
{
	for (unsigned i = 0; i < n->g->stage->snippets_count; i++) {
		const struct stage_snippet *s = &n->g->stage->snippets[i];
		struct test_result *test = grading_test(n->g, s->test.name);
		if (test->status != TEST_PASSED && test->status != TEST_SKIPPED)
			explain_snippet(n->g, s, test, n->said[i]);
	}
}

/* ---- events to tests --------------------------------------------------- */

/* The worse of two ends of processes under one name (parameters). */
static bool is_worse(enum test_status a, enum test_status b)
{
	static const int rank[] = {
		[TEST_NOT_RUN] = 0, [TEST_PASSED] = 1, [TEST_SKIPPED] = 2,
		[TEST_FAILED] = 3, [TEST_EXITED] = 4, [TEST_CRASHED] = 5,
		[TEST_TIMEOUT] = 6, [TEST_LOST] = 7,
	};

	return rank[a] > rank[b];
}

static void read_end(struct test_result *test, const struct event *e)
{
	test->seconds += e->seconds > 0 ? e->seconds : 0;
	if (!is_worse(e->status, test->status))
		return;
	test->status = e->status;
	test->signal = e->status == TEST_CRASHED ? e->signal : 0;
}

/* What an assertion noted beside its message: name is "actual", ... */
static const char *detail(const struct event *e, const char *name)
{
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(e->json, "detail"), i, item) {
		const char *expr = json_string_value(
			json_object_get(item, "expr"));
		if (expr != NULL && strcmp(expr, name) == 0)
			return json_string_value(
				json_object_get(item, "message"));
	}
	return NULL;
}

/* The comparison of the assertion's first detail: "le(sz, a, b)". */
static const char *comparison(const struct event *e)
{
	return json_string_value(json_object_get(json_array_get(
		json_object_get(e->json, "detail"), 0), "expr"));
}

/* Criterion prints the null pointer as a number. */
static const char *value(const struct event *e, const char *printed)
{
	const char *expr = comparison(e);
	const char *type = expr != NULL ? strchr(expr, '(') : NULL;

	if (printed != NULL && strcmp(printed, "0x0") == 0 && type != NULL &&
	    text_starts(type, "(ptr,"))
		return "NULL";
	return printed;
}

/* What a comparison other than eq wanted, in words. */
static const char *wanted(struct grading *g, const struct event *e)
{
	static const char *const words[][3] = {
		{ "ne(", "unexpected", "anything but" },
		{ "lt(", "reference", "less than" },
		{ "le(", "reference", "at most" },
		{ "gt(", "reference", "more than" },
		{ "ge(", "reference", "at least" },
	};
	const char *expr = comparison(e);

	for (size_t i = 0; expr != NULL && i < sizeof words / sizeof *words; i++) {
		const char *limit = value(e, detail(e, words[i][1]));
		if (limit != NULL && text_starts(expr, words[i][0]))
			return result_format(g->result, "%s %s", words[i][2],
			                     limit);
	}
	return NULL;
}

/* The message, and what the assertion adds in detail (a diff of long strings). */
static const char *whole_message(struct grading *g, const struct event *e)
{
	struct text t = TEXT_EMPTY;
	json_t *item;
	size_t i;

	text_add(&t, e->message != NULL ? e->message : "");
	json_array_foreach(json_object_get(e->json, "detail"), i, item) {
		const char *more = json_string_value(
			json_object_get(item, "message"));
		if (more != NULL && more[0] != '\0' && e->expected == NULL)
			text_add_format(&t, "\n%s", more);
	}
	const char *message = result_text(g->result, text_string(&t));
	text_free(&t);
	return message;
}

static void explain_assert(struct grading *g, const struct test_result *test,
                           const struct event *e)
{
	const char *limit = e->expected == NULL ? wanted(g, e) : NULL;
	struct failure f = {
		.test = test, .message = e->message,
		.expected = value(e, e->expected),
		.actual = value(e, e->actual),
		.place = { .file = grading_shown_path(g, e->file),
		           .line = e->line },
		.expr = comparison(e),
	};

	if (limit != NULL) {
		f.expected = limit;
		f.actual = value(e, detail(e, "actual"));
	} else {
		f.message = whole_message(g, e);
	}
	explain_test_failure(g, &f);
}

/* A test that the program has but the manifest has not: see missing_tests. */
static bool unknown_test(const struct event *e)
{
	return e->test != NULL && e->kind == EVENT_SPAWN;
}

static enum phase_status course_broken(struct grading *g, const char *what,
                                       const char *test)
{
	return grading_broken(g, grading_course_remedy(g),
	                      "The course is broken: %s %s.", test, what);
}

static enum phase_status read_ends(struct grading *g)
{
	for (size_t i = 0; i < g->events.count; i++) {
		const struct event *e = &g->events.items[i];
		struct test_result *test = grading_test(g, e->test);
		if (test == NULL && unknown_test(e))
			return course_broken(g, "is in the test program but not "
			                     "in the manifest", e->test);
		if (test != NULL && e->kind == EVENT_END)
			read_end(test, e);
	}
	return PHASE_OK;
}

/* Tests without an end: not asked for, not in the program, or lost with the
   runner. */
static enum phase_status settle(struct grading *g)
{
	for (unsigned i = 0; i < g->stage->tests_count; i++) {
		const char *name = g->stage->tests[i].name;
		struct test_result *test = grading_test(g, name);
		if (test->status != TEST_NOT_RUN)
			continue;
		if (!filter_asks_for(g->job, name) ||
		    handout_waits(g->course, &g->stage->tests[i])) {
			test->status = TEST_SKIPPED;
			continue;
		}
		if (g->events.finished)
			return course_broken(g, "is in the manifest but not in "
			                     "the test program", name);
		test->status = TEST_LOST;
	}
	return PHASE_OK;
}

/* ---- heap pictures ----------------------------------------------------- */

static uint64_t number(const json_t *j, const char *key)
{
	const json_t *n = json_object_get(j, key);

	if (json_is_string(n))
		return strtoull(json_string_value(n), NULL, 16);
	return json_integer_value(n) > 0 ? (uint64_t)json_integer_value(n) : 0;
}

static void read_heap(struct grading *g, const struct event *e)
{
	struct result *r = g->result;
	const char *walk = json_string_value(json_object_get(e->json, "walk"));
	const char *list = json_string_value(json_object_get(e->json, "list"));
	struct heap_picture h = {
		.test = result_text(r, e->test),
		.bytes = number(e->json, "hi") - number(e->json, "lo"),
		.walk = result_text(r, walk != NULL ? walk : "missing"),
		.list = result_text(r, list != NULL ? list : "missing"),
	};
	size_t i;
	json_t *j;

	json_array_foreach(json_object_get(e->json, "blocks"), i, j)
		RESULT_PUSH(r, &h.blocks, (struct heap_block_seen){
			number(j, "offset"), number(j, "size"),
			number(j, "payload"), number(j, "payload_size"),
			json_is_true(json_object_get(j, "in_use")) });
	json_array_foreach(json_object_get(e->json, "live"), i, j)
		RESULT_PUSH(r, &h.live, (struct heap_live){
			number(j, "offset"), number(j, "size"),
			number(j, "serial") });
	/* An address outside of the arena is no offset; as 2^48 it fits nothing. */
	json_array_foreach(json_object_get(e->json, "listed"), i, j)
		RESULT_PUSH(r, &h.listed, json_integer_value(j) >= 0 ?
		            (uint64_t)json_integer_value(j) : (uint64_t)1 << 48);
	RESULT_PUSH(r, &r->heaps, h);
}

/* ---- the phase --------------------------------------------------------- */

static bool ended_badly(enum test_status status)
{
	return status == TEST_CRASHED || status == TEST_EXITED ||
	       status == TEST_TIMEOUT || status == TEST_LOST;
}

static void explain_test(struct grading *g, const struct test_result *test,
                         const char *output)
{
	for (size_t i = 0; i < g->events.count; i++) {
		const struct event *e = &g->events.items[i];
		if (e->test == NULL || strcmp(e->test, test->name) != 0)
			continue;
		if (e->kind == EVENT_ASSERT)
			explain_assert(g, test, e);
		if (e->kind == EVENT_HEAP)
			read_heap(g, e);
	}
	if (ended_badly(test->status))
		explain_test_end(g, test, output);
}

static void explain_some(struct grading *g, bool held, const char *output)
{
	for (unsigned i = 0; i < g->stage->tests_count; i++)
		if (g->stage->tests[i].held == held)
			explain_test(g, grading_test(g,
			             g->stage->tests[i].name), output);
}

/* In the manifest's order, so that simple tests speak first; those that may
   tell what they saw before those that may not. */
static void explain_tests(struct grading *g, const char *output)
{
	explain_some(g, false, output);
	explain_some(g, true, output);
}

enum phase_status native_read(struct grading *g, const char *output)
{
	enum phase_status status = read_ends(g);

	if (status == PHASE_OK)
		status = settle(g);
	if (status == PHASE_OK)
		explain_tests(g, output);
	return status;
}

static enum phase_status read_run(struct native *n)
{
	struct grading *g = n->g;
	struct proc_outcome *o = &n->outcome;
	enum phase_status status;

	events_read(&g->events, text_string(&o->events), o->events.length);
	if (g->events.count == 0 || g->events.items[0].kind != EVENT_START) {
		struct text how = TEXT_EMPTY;
		proc_describe(o, &how);
		status = grading_broken(g, "Run `make` to build the grader "
		                        "again.", "The test program said "
		                        "nothing (%s): %.200s",
		                        text_string(&how),
		                        text_string(&o->err));
		text_free(&how);
		return status;
	}
	status = native_read(g, text_string(&o->err));
	if (status == PHASE_OK)
		explain_snippets(n);
	return status;
}

static enum phase_status verdict(const struct grading *g)
{
	for (size_t i = 0; i < g->result->tests.count; i++)
		if (g->result->tests.items[i].status != TEST_PASSED &&
		    !grading_waits(g, &g->result->tests.items[i]))
			return PHASE_FAILED;
	return PHASE_OK;
}

enum phase_status phase_native(struct grading *g)
{
	struct native n = { .g = g };

	set_environment(g);
	n.said = result_alloc(g->result,
	                      g->stage->snippets_count * sizeof *n.said);
	g->result->runner = g->job->stock ? "stock" : "fork-server";
	pool_run(1 + g->stage->snippets_count, 0, run_one, &n);
	enum phase_status status = read_run(&n);
	proc_outcome_free(&n.outcome);
	return status == PHASE_OK ? verdict(g) : status;
}
