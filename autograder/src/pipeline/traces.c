/*
 * traces.c - see traces.h.
 */
#include "pipeline/traces.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "pipeline/build.h"
#include "pipeline/explain.h"
#include "pipeline/objects.h"

/* A program is compiled for its users with optimisation; so is this one. The
   checks that stop it are for the tests. */
#define FAST_FLAGS "-w -O2 -fno-sanitize=all"

/* Seconds for one play; under Callgrind, where an instruction costs about fifty. */
#define PLAY_SECONDS  10
#define COUNT_SECONDS 60

/* ---- the program ------------------------------------------------------- */

static bool compile_fast(struct grading *g, struct args *objects)
{
	const struct stage_file *file;
	char *folder = path_join(g->job->scratch, "fast");
	bool ok = folder_make(folder);

	for (size_t i = 0; (file = stage_file(g->stage, ROLE_CODE, i)) != NULL;
	     i++) {
		struct proc_outcome o;
		ok = ok && compile_submitted(g, file->name, "fast", FAST_FLAGS, &o);
		proc_outcome_free(&o);
	}
	submitted_objects(g, "fast", objects);
	free(folder);
	return ok;
}

/* The program's path, in the result's arena; NULL with the problem said. */
static const char *build_driver(struct grading *g, struct text *problem)
{
	const char *program = result_format(g->result, "%s/traces",
	                                    g->job->scratch);
	struct args objects = ARGS_EMPTY;
	struct proc_outcome o;
	bool ok = compile_fast(g, &objects);

	if (!ok)
		problem_set(problem, "The submission could not be compiled with "
		            "optimisation.");
	ok = ok && build_plain_uses(g->build, &objects, problem);
	if (ok) {
		ok = build_driver_link(g->build, &objects, program, &o);
		if (!ok)
			problem_set(problem, "The heap could not be linked with the "
			            "player of traces: %.300s",
			            text_string(&o.err));
		proc_outcome_free(&o);
	}
	args_free(&objects);
	return ok ? program : NULL;
}

/* ---- the traces -------------------------------------------------------- */

/* With a seed of one's own the generated traces differ from those that everybody
   can read. */
static char *generated(struct grading *g, const char *name, const char *seed)
{
	char *program = must_format("%s/traces/generate", g->course->build);
	char *path = must_format("%s/%s.trace", g->job->scratch, name);
	const char *argv[] = { program, name, seed, NULL };
	struct proc_outcome o;
	bool ok = proc_run(&(struct proc_spec){ .argv = argv, .seconds = 30,
	                   .capture_max = (size_t)16 << 20 }, &o) &&
	          file_write(path, text_string(&o.out), o.out.length);

	proc_outcome_free(&o);
	free(program);
	if (ok)
		return path;
	free(path);
	return NULL;
}

/* A recorded trace, or a generated one; NULL: there is no such. */
static char *trace_path(struct grading *g, const char *name)
{
	const char *seed = grading_seed(g);
	char *path = must_format("%s/autograder/traces/%s.trace",
	                         g->course->home, name);

	if (is_file(path))
		return path;
	free(path);
	if (seed != NULL)
		return generated(g, name, seed);
	path = must_format("%s/traces/%s.trace", g->course->build, name);
	if (is_file(path))
		return path;
	free(path);
	return NULL;
}

/* Nothing is gained by counting where a play went wrong, and an endless one takes its time. */
static bool is_passed_over(const struct grading *g, size_t trace, bool counting)
{
	return counting && g->result->traces.items[trace].fault != NULL;
}

/* Appends "REQUESTS FILE" for each trace. */
static bool add_traces(struct grading *g, bool counting, struct args *argv,
                       struct text *problem)
{
	for (unsigned i = 0; i < g->stage->traces_count; i++) {
		const struct stage_trace *t = &g->stage->traces[i];
		if (is_passed_over(g, i, counting)) {
			args_add_words(argv, "0 -");
			continue;
		}
		char *path = trace_path(g, t->name);

		if (path == NULL)
			return problem_set(problem, "There is no trace \"%s\", "
			                   "neither recorded nor generated.",
			                   t->name);
		const char *inside = grading_inside(g, path);
		if (inside == NULL) {
			free(path);
			return problem_set(problem, "A trace can't be copied to %s.",
			                   g->job->scratch);
		}
		args_add_format(argv, "%d", t->requests);
		args_add(argv, inside);
		free(path);
	}
	return true;
}

/* ---- what the driver tells --------------------------------------------- */

static uint64_t count_of(const json_t *j, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(j, key));

	return n > 0 ? (uint64_t)n : 0;
}

static void read_moments(struct result *r, struct trace_result *t,
                         const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *m = json_array_get(list, i);
		RESULT_PUSH(r, &t->moments, (struct trace_moment_seen){
			(uint64_t)json_integer_value(json_array_get(m, 0)),
			(uint64_t)json_integer_value(json_array_get(m, 1)),
			(uint64_t)json_integer_value(json_array_get(m, 2)) });
	}
}

/* The last line "totals: N" of what Callgrind wrote; 0: none. */
static uint64_t read_count(const struct grading *g, uint64_t pid)
{
	char *path = must_format("%s/counts/count.%llu", g->job->scratch,
	                         (unsigned long long)pid);
	struct text t = TEXT_EMPTY;
	uint64_t count = 0;

	if (is_plain_file(path))
		file_read(path, 0, &t);
	for (const char *at = text_string(&t);
	     (at = strstr(at, "\ntotals: ")) != NULL; at++)
		count = strtoull(at + strlen("\ntotals: "), NULL, 10);
	text_free(&t);
	free(path);
	return count;
}

/* The driver's word, as a kind of the catalogue. */
static const char *kind_of_fault(const char *what)
{
	static const char *const kinds[][2] = {
		{ "null", "trace-null" },       { "alignment", "trace-alignment" },
		{ "outside", "trace-outside" }, { "overlap", "trace-overlap" },
		{ "contents", "trace-contents" }, { "kept", "trace-kept" },
		{ "init", "trace-init" },
	};

	for (size_t i = 0; what != NULL && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(what, kinds[i][0]) == 0)
			return kinds[i][1];
	return "trace-lost";
}

static void read_fault(struct trace_result *t, const json_t *j)
{
	t->fault = kind_of_fault(json_string_value(json_object_get(j, "what")));
	t->request = count_of(j, "request");
	t->other = count_of(j, "other");
	t->bytes = count_of(j, "bytes");
}

/* A play that did not come to its end: natively, or only when counted. */
static void read_end(struct trace_result *t, const json_t *j, bool counting)
{
	uint64_t signal = count_of(j, "signal");

	if (t->fault != NULL || (counting && signal == SIGALRM))
		return;             /* too slow to be counted: so it has no count */
	t->fault = signal == SIGALRM ? "trace-endless" :
	           signal != 0 ? "trace-crash" : "trace-exit";
	t->signal = (int)signal;
	t->request = count_of(j, "request");
}

static void read_line(struct grading *g, const json_t *j, bool counting)
{
	const char *event = json_string_value(json_object_get(j, "event"));
	uint64_t index = count_of(j, "trace");

	if (event == NULL || index >= g->result->traces.count)
		return;
	struct trace_result *t = &g->result->traces.items[index];
	if (strcmp(event, "watched") == 0) {
		t->requests = count_of(j, "requests");
		t->peak_live = count_of(j, "peak_live");
		t->peak_held = count_of(j, "peak_held");
		read_moments(g->result, t, json_object_get(j, "moments"));
	} else if (strcmp(event, "timed") == 0) {
		double own = json_number_value(json_object_get(j, "seconds"));
		double libc = json_number_value(json_object_get(j, "libc_seconds"));
		t->speed = own > 0 ? libc / own : 0;
	} else if (strcmp(event, "counted") == 0) {
		t->instructions = read_count(g, count_of(j, "pid"));
	} else if (strcmp(event, "fault") == 0 && t->fault == NULL) {
		read_fault(t, j);
	} else if (strcmp(event, "ended") == 0) {
		read_end(t, j, counting);
	}
}

void traces_read(struct grading *g, const char *lines, bool counting)
{
	const char *at = lines;

	while (*at != '\0') {
		size_t n = strcspn(at, "\n");
		json_t *j = json_loadb(at, n, 0, NULL);
		read_line(g, j, counting);
		json_decref(j);
		at += n + (at[n] == '\n');
	}
}

/* ---- the two runs ------------------------------------------------------ */

/* False when the driver itself did not come to its end. */
static bool run_driver(struct grading *g, const char *program, bool counting,
                       struct text *problem)
{
	struct args argv = ARGS_EMPTY;
	struct proc_outcome o = { 0 };
	double scale = g->job->timeout_scale > 0 ? g->job->timeout_scale : 1;
	int limit = (int)(scale * (counting ? COUNT_SECONDS : PLAY_SECONDS));
	const char *counts = result_format(g->result, "%s/counts", g->job->scratch);
	/* So that the C library takes the same road on every processor. */
	const char *env[] = { result_format(g->result, "TRACE_SECONDS=%d", limit),
		"GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-ERMS",
		NULL };

	if (counting) {
		args_add_words(&argv, "valgrind -q --tool=callgrind "
		               "--collect-atstart=no --vgdb=no");
		args_add_format(&argv, "--callgrind-out-file=%s/count.%%p", counts);
	}
	args_add(&argv, program);
	bool ok = folder_make(counts) && add_traces(g, counting, &argv, problem);
	if (ok) {
		proc_run(&(struct proc_spec){ .argv = args_vector(&argv),
			.env = env, .folder = g->job->scratch,
			.seconds = 2.0 * limit * g->stage->traces_count + 10,
			.file_bytes = (size_t)64 << 20, .events = true,
			.box = g->box, .writes = counts }, &o);
		traces_read(g, text_string(&o.events), counting);
		ok = strstr(text_string(&o.events), "\"finish\"") != NULL;
		if (!ok) {
			problem_set(problem, "The player of traces did not come to "
			            "its end: ");
			proc_describe(&o, problem);
			text_add_format(problem, "\n%.300s", text_string(&o.err));
		}
		proc_outcome_free(&o);
	}
	args_free(&argv);
	return ok;
}

static void begin_traces(struct grading *g)
{
	for (unsigned i = 0; i < g->stage->traces_count; i++) {
		const struct stage_trace *t = &g->stage->traces[i];
		RESULT_PUSH(g->result, &g->result->traces, (struct trace_result){
			.name = result_text(g->result, t->name),
			.utilisation_asked = t->utilisation,
			.instructions_asked = t->instructions });
	}
}

static bool is_any_sound(const struct grading *g)
{
	for (size_t i = 0; i < g->result->traces.count; i++)
		if (g->result->traces.items[i].fault == NULL)
			return true;
	return false;
}

enum phase_status phase_traces(struct grading *g)
{
	struct text problem = TEXT_EMPTY;
	enum phase_status status = PHASE_OK;

	begin_traces(g);
	const char *program = build_driver(g, &problem);
	if (program == NULL || !run_driver(g, program, false, &problem) ||
	    (is_any_sound(g) && !run_driver(g, program, true, &problem)))
		status = grading_broken(g, "Tell whoever looks after the course.",
		                        "Traces could not be played. %s",
		                        text_string(&problem));
	for (size_t i = 0; i < g->result->traces.count && status == PHASE_OK; i++)
		if (g->result->traces.items[i].fault != NULL)
			status = PHASE_FAILED;
	text_free(&problem);
	return status;
}

/* ---- points ------------------------------------------------------------ */

static double between(double share)
{
	return share < 0 ? 0 : share > 1 ? 1 : share;
}

static double utilisation_share(const struct trace_result *t)
{
	double reached = t->peak_held > 0 ?
	                 (double)t->peak_live / (double)t->peak_held : 0;

	return between(2 * reached / t->utilisation_asked - 1);
}

static double instructions_share(const struct trace_result *t)
{
	if (t->instructions == 0 || t->requests == 0)
		return 0;
	double times = (double)t->instructions / (double)t->requests /
	               t->instructions_asked;
	return between(1 - log2(times) / log2(TRACES_SLOWEST));
}

double trace_share(const struct trace_result *t)
{
	if (t->fault != NULL)
		return 0;
	return (utilisation_share(t) + instructions_share(t)) / 2;
}

/* ---- findings ---------------------------------------------------------- */

static void sight(struct grading *g, const char *kind, enum severity severity,
                  const char *cause, const struct fact *facts, size_t count)
{
	const struct stage_file *file = stage_file(g->stage, ROLE_CODE, 0);
	char *path = must_format("submission/%s", file->name);
	struct sighting s = {
		.kind = kind, .source = SOURCE_TRACES, .severity = severity,
		.cause = cause, .where = { .file = grading_shown_path(g, path) },
		.facts = facts, .facts_count = count,
	};

	explain_add(g, &s);
	free(path);
}

static void explain_fault(struct grading *g, const struct trace_result *t)
{
	struct result *r = g->result;
	const struct fact facts[] = {
		{ "trace", t->name },
		{ "request", result_format(r, "%llu", (unsigned long long)t->request) },
		{ "bytes", result_format(r, "%llu", (unsigned long long)t->bytes) },
		{ "signal", signal_name(t->signal) },
		{ "other", result_format(r, "%llu", (unsigned long long)t->other) },
	};

	sight(g, t->fault, SEVERITY_ERROR, t->fault, facts,
	      sizeof facts / sizeof *facts);
}

/* Of several traces, the one that is furthest from what was asked is told. */
static const struct trace_result *
worst(const struct result *r, double (*share)(const struct trace_result *))
{
	const struct trace_result *found = NULL;

	for (size_t i = 0; i < r->traces.count; i++) {
		const struct trace_result *t = &r->traces.items[i];
		if (t->fault == NULL && share(t) < 1 &&
		    (found == NULL || share(t) < share(found)))
			found = t;
	}
	return found;
}

static void explain_waste(struct grading *g, const struct trace_result *t)
{
	struct result *r = g->result;
	const struct fact facts[] = {
		{ "trace", t->name },
		{ "live", result_format(r, "%llu", (unsigned long long)t->peak_live) },
		{ "held", result_format(r, "%llu", (unsigned long long)t->peak_held) },
		{ "percent", result_format(r, "%.0f", t->peak_held == 0 ? 0 :
		             100.0 * (double)t->peak_live / (double)t->peak_held) },
		{ "asked", result_format(r, "%.0f", 100 * t->utilisation_asked) },
	};

	sight(g, "trace-waste", SEVERITY_WARNING, "waste", facts,
	      sizeof facts / sizeof *facts);
}

static void explain_slow(struct grading *g, const struct trace_result *t)
{
	struct result *r = g->result;
	bool counted = t->instructions > 0 && t->requests > 0;
	const struct fact facts[] = {
		{ "trace", t->name },
		{ "asked", result_format(r, "%.0f", t->instructions_asked) },
		{ "instructions", !counted ? NULL : result_format(r, "%.0f",
		        (double)t->instructions / (double)t->requests) },
	};

	sight(g, "trace-slow", SEVERITY_WARNING, "slow", facts,
	      sizeof facts / sizeof *facts);
}

void traces_explain(struct grading *g)
{
	const struct result *r = g->result;
	const struct trace_result *t;

	for (size_t i = 0; i < r->traces.count; i++)
		if (r->traces.items[i].fault != NULL)
			explain_fault(g, &r->traces.items[i]);
	if ((t = worst(r, utilisation_share)) != NULL)
		explain_waste(g, t);
	if ((t = worst(r, instructions_share)) != NULL)
		explain_slow(g, t);
}
