/*
 * pipeline.c - the phases in their order, and what they share.
 */
#include "pipeline/pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/sandbox.h"
#include "pipeline/build.h"
#include "pipeline/coverage.h"
#include "pipeline/explain.h"
#include "pipeline/memcheck.h"
#include "pipeline/objects.h"
#include "pipeline/toolchain.h"
#include "pipeline/traces.h"

#define OWNED "submission/"

/* ---- shared by the phases ---------------------------------------------- */

/* The last "submission/" that starts a part of path; NULL: none. */
static const char *owned_part(const char *path)
{
	const char *found = NULL;

	for (const char *at = path; (at = strstr(at, OWNED)) != NULL; at++)
		if (at == path || at[-1] == '/')
			found = at;
	return found != NULL ? found + strlen(OWNED) : NULL;
}

bool grading_owns(const char *path)
{
	return path != NULL && owned_part(path) != NULL;
}

const char *grading_shown_path(const struct grading *g, const char *path)
{
	if (path == NULL)
		return NULL;
	const char *name = owned_part(path);
	for (size_t i = 0; name != NULL && i < g->result->files.count; i++)
		if (strcmp(g->result->files.items[i].name, name) == 0)
			return g->result->files.items[i].path;
	const char *below = path_below(path, g->course->root);
	if (below != NULL)
		return result_text(g->result, below);
	return result_text(g->result, path[0] == '/' ? path_name(path) : path);
}

/* The manifest's name of a submitted file given by any of its names. */
static const struct submitted_file *find_file(const struct grading *g,
                                              const char *path)
{
	const char *name = owned_part(path);

	for (size_t i = 0; i < g->result->files.count; i++) {
		const struct submitted_file *f = &g->result->files.items[i];
		if (strcmp(f->name, name != NULL ? name : path) == 0 ||
		    strcmp(f->path, path) == 0)
			return f;
	}
	return NULL;
}

static text_list *split_lines(struct result *r, const char *bytes, size_t n)
{
	text_list *lines = result_alloc(r, sizeof *lines);
	struct text clean = TEXT_EMPTY;

	while (n > 0) {
		const char *end = memchr(bytes, '\n', n);
		size_t length = end != NULL ? (size_t)(end - bytes) : n;
		text_cut(&clean, 0);
		text_add_clean(&clean, bytes, length);
		RESULT_PUSH(r, lines, result_text(r, text_string(&clean)));
		length += end != NULL;
		bytes += length;
		n -= length;
	}
	text_free(&clean);
	return lines;
}

const text_list *grading_source(const struct grading *g, const char *path)
{
	const struct submitted_file *f = path != NULL ? find_file(g, path) : NULL;
	struct text t = TEXT_EMPTY;
	text_list *lines = NULL;

	if (f == NULL || g->submission == NULL)
		return NULL;
	char *copy = path_join(g->submission, f->name);
	if (file_read(copy, 0, &t))
		lines = split_lines(g->result, text_string(&t), t.length);
	text_free(&t);
	free(copy);
	return lines;
}

bool grading_waits(const struct grading *g, const struct test_result *test)
{
	return g->course->handout != NULL && test->held_back &&
	       test->status == TEST_SKIPPED;
}

const char *grading_course_remedy(const struct grading *g)
{
	return g->course->handout != NULL
		? "Take a fresh copy of the handout, or ask your instructor for one."
		: "Tell whoever looks after the course; `make check-course` shows the fault.";
}

const char *grading_seed(const struct grading *g)
{
	const char *seed = getenv("RIG_SEED");
	const struct handout *handout = g->course->handout;

	if (seed == NULL && handout != NULL && handout->seed != NULL)
		seed = result_format(g->result, "%u", (unsigned)*handout->seed);
	return seed;
}

struct test_result *grading_test(const struct grading *g, const char *name)
{
	for (size_t i = 0; name != NULL && i < g->result->tests.count; i++)
		if (strcmp(g->result->tests.items[i].name, name) == 0)
			return &g->result->tests.items[i];
	return NULL;
}

const char *grading_inside(const struct grading *g, const char *path)
{
	char *folder = path_folder(path);
	/* One folder for each: a library's name is the same for all mutants. */
	const char *copies = result_format(g->result, "%s/inside/%016llx",
		g->job->scratch,
		(unsigned long long)hash_string(HASH_START, folder));
	const char *copy = result_format(g->result, "%s/%s", copies, path_name(path));

	free(folder);
	if (g->box == NULL)
		return path;
	return folder_make(copies) && file_copy(path, copy) ? copy : NULL;
}

void grading_note_limits(const struct grading *g, enum phase_id id,
                         const struct proc_spec *spec,
                         const struct proc_outcome *outcome)
{
	/* Two mutants may run at a time. */
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct text t = TEXT_EMPTY;
	struct phase *phase = &g->result->phases[id];

	pthread_mutex_lock(&lock);
	if (phase->note == NULL && proc_describe_limits(spec, outcome, &t)) {
		text_cut(&t, t.length - 1);
		phase->note = result_text(g->result, text_string(&t));
	}
	pthread_mutex_unlock(&lock);
	text_free(&t);
}

__attribute__((format(printf, 4, 0)))
static void end_early(struct grading *g, enum result_status status,
                      const char *remedy, const char *format, va_list args)
{
	/* Two phases run side by side and may both come here. */
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct text t = TEXT_EMPTY;

	text_add_v(&t, format, args);
	pthread_mutex_lock(&lock);
	/* The machine's fault outweighs the student's; else the first wins. */
	if (g->result->status != RESULT_NOT_GRADED &&
	    g->result->status != status) {
		g->result->status = status;
		g->result->problem = result_text(g->result, text_string(&t));
		g->result->remedy = result_text(g->result, remedy);
	}
	pthread_mutex_unlock(&lock);
	text_free(&t);
}

enum phase_status grading_broken(struct grading *g, const char *remedy,
                                 const char *format, ...)
{
	va_list args;

	va_start(args, format);
	end_early(g, RESULT_NOT_GRADED, remedy, format, args);
	va_end(args);
	return PHASE_BROKEN;
}

enum phase_status grading_rejected(struct grading *g, const char *remedy,
                                   const char *format, ...)
{
	va_list args;

	va_start(args, format);
	end_early(g, RESULT_REJECTED, remedy, format, args);
	va_end(args);
	return PHASE_FAILED;
}

/* ---- the result before the first phase --------------------------------- */

static void add_test(struct grading *g, const struct stage_test *t)
{
	struct result *r = g->result;
	struct test_result test = {
		.name = result_text(r, t->name),
		.title = result_text(r, t->title),
		.means = result_text(r, t->means),
		.held_back = t->held,
		.max = t->points,
	};

	if (t->lesson != NULL && t->lesson[0] != '\0') {
		test.lesson.path = r->lesson;
		test.lesson.anchor = result_text(r, t->lesson);
	}
	for (unsigned i = 0; i < t->misconceptions_count; i++)
		RESULT_PUSH(r, &test.misconceptions, t->misconceptions[i]);
	RESULT_PUSH(r, &r->tests, test);
}

static void describe_stage(struct grading *g)
{
	const struct stage *s = g->stage;
	struct result *r = g->result;
	struct text tools = TEXT_EMPTY;

	r->stage = result_text(r, s->name);
	r->stage_title = result_text(r, s->title);
	r->lesson = result_format(r, "lessons/%s/README.md", s->name);
	r->exercise = result_format(r, "exercises/%s/README.md", s->name);
	r->quick = g->job->quick;
	toolchain_versions(g->course, &tools);
	r->tools = result_text(r, text_string(&tools));
	text_free(&tools);
	for (unsigned i = 0; i < s->tests_count; i++)
		add_test(g, &s->tests[i]);
	for (unsigned i = 0; i < s->snippets_count; i++)
		add_test(g, &s->snippets[i].test);
}

/* ---- running the phases ------------------------------------------------ */

typedef enum phase_status phase_function(struct grading *g);

/* True when the next phase may run. */
static bool run_phase(struct grading *g, enum phase_id id,
                      phase_function *phase)
{
	struct phase *p = &g->result->phases[id];
	double start = clock_seconds();

	if (g->job->progress != NULL)
		g->job->progress(g->job->progress_context, id);
	p->status = phase(g);
	p->seconds = clock_seconds() - start;
	return g->result->status == RESULT_GRADED;
}

static void skip_phase(struct grading *g, enum phase_id id, const char *note)
{
	g->result->phases[id].status = PHASE_SKIPPED;
	g->result->phases[id].note = note;
}

/* What runs beside Memcheck and traces: neither adds findings. */
static void *run_beside(void *arg)
{
	struct grading *g = arg;

	if (!build_coverage(g))
		skip_phase(g, PHASE_COVERAGE, "The submission could not be built "
		           "with counters.");
	else if (g->job->no_coverage)
		skip_phase(g, PHASE_COVERAGE, "Nobody asked for it.");
	else
		run_phase(g, PHASE_COVERAGE, phase_coverage);
	if (stage_file(g->stage, ROLE_OWN_TESTS, 0) != NULL)
		run_phase(g, PHASE_OWN_TESTS, phase_own_tests);
	else
		skip_phase(g, PHASE_OWN_TESTS,
		           "This stage does not grade tests of your own.");
	return NULL;
}

static void run_deep(struct grading *g)
{
	pthread_t beside;
	bool parallel = pthread_create(&beside, NULL, run_beside, g) == 0;

	run_phase(g, PHASE_MEMCHECK, phase_memcheck);
	if (g->stage->traces_count > 0)
		run_phase(g, PHASE_TRACES, phase_traces);
	else
		skip_phase(g, PHASE_TRACES, "This stage plays no traces.");
	if (parallel)
		pthread_join(beside, NULL);
	else
		run_beside(g);
	own_tests_explain(g);
	traces_explain(g);
}

static void skip_deep(struct grading *g, const char *note)
{
	skip_phase(g, PHASE_MEMCHECK, note);
	skip_phase(g, PHASE_COVERAGE, note);
	skip_phase(g, PHASE_OWN_TESTS, note);
	skip_phase(g, PHASE_TRACES, note);
}

static void run_phases(struct grading *g)
{
	static const char quick[] = "A quick check looks at behaviour only.";

	if (!run_phase(g, PHASE_ACCEPT, phase_accept) ||
	    !run_phase(g, PHASE_COMPILE, phase_compile) ||
	    !run_phase(g, PHASE_INSPECT, phase_inspect))
		return;
	if (!g->job->quick && g->job->only_count == 0)
		own_tests_begin(g);
	if (!run_phase(g, PHASE_NATIVE, phase_native))
		return;
	if (g->job->quick)
		skip_deep(g, quick);
	else if (g->job->only_count == 0)
		run_deep(g);
	else {
		skip_deep(g, "Some tests were asked for, and nothing else.");
		run_phase(g, PHASE_MEMCHECK, phase_memcheck);
	}
}

static void grading_close(struct grading *g)
{
	own_tests_end(g);
	if (g->build != NULL)
		build_close(g->build);
	free(g->build);
	if (g->course_objects != NULL)
		args_free(g->course_objects);
	free(g->course_objects);
	explain_free(g);
	events_free(&g->events);
	sandbox_close(g->box);
}

/* Without a sandbox nothing of a stranger's is so much as compiled. */
static bool open_sandbox(struct grading *g)
{
	struct text problem = TEXT_EMPTY;

	if (g->job->foreign)
		g->box = sandbox_open(g->job->scratch, &problem);
	if (g->job->foreign && g->box == NULL)
		grading_broken(g, "Foreign code is graded in a sandbox only. If you have "
		               "read it and trust it: --sandbox never.",
		               "%s", text_string(&problem));
	text_free(&problem);
	return g->result->status == RESULT_GRADED;
}

struct result *pipeline_grade(const struct course *course,
                              const struct job *job)
{
	struct result *r = result_new();

	if (r == NULL)
		die("There is no memory left. Close other programs and try again.");
	struct grading g = { .course = course, .stage = job->stage, .job = job,
	                     .result = r };
	describe_stage(&g);
	if (open_sandbox(&g))
		run_phases(&g);
	explain_finish(&g);
	run_phase(&g, PHASE_SCORE, phase_score);
	grading_close(&g);
	return r;
}
