/*
 * coverage.c - lines and branches of the submission that tests reached: the
 * course's, and apart from them the student's own.
 *
 * The test processes add their counters to the .gcda files as they leave;
 * gcovr reads these. A process that was killed takes its counters with it, so
 * lines that only a crashing test reached may be shown as not reached.
 */
#include "pipeline/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "pipeline/filter.h"

#define GCOVR_SECONDS 60.0
#define RUN_SECONDS   30.0
#define JSON_MAX      ((size_t)8 << 20)
/* Lines of one file; each is looked for among those before it. */
#define LINES_MAX     ((size_t)20000)

static void run_program(struct grading *g)
{
	struct args argv = ARGS_EMPTY;
	struct proc_outcome outcome;
	double scale = g->job->timeout_scale > 0 ? g->job->timeout_scale : 1;

	args_add(&argv, g->coverage_program);
	filter_timeouts(g, &argv);
	const struct proc_spec spec = {
		.argv = args_vector(&argv), .env = g->test_env,
		.folder = g->job->scratch, .events = true,
		.seconds = scale * (RUN_SECONDS + 10 * g->native_seconds),
		.box = g->box, .writes = g->coverage_folder,
	};
	/* Failing tests are expected here: the counters are what matters. */
	proc_run(&spec, &outcome);
	proc_outcome_free(&outcome);
	args_free(&argv);
}

static bool run_gcovr(struct grading *g, struct proc_outcome *outcome)
{
	const char *const argv[] = {
		"gcovr", "--json", "--no-markers", "--root", g->job->scratch,
		"--filter", "(.*/)?submission/", g->coverage_folder, NULL
	};
	const struct proc_spec spec = {
		.argv = argv, .folder = g->job->scratch,
		.seconds = GCOVR_SECONDS, .capture_max = JSON_MAX,
		/* gcov looks for sources from here, and writes here. */
		.box = g->box, .writes = g->job->scratch,
	};

	return proc_run(&spec, outcome);
}

/* ---- gcovr's JSON ---- */

static bool is_true(json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

static struct coverage_line read_line(json_t *json)
{
	json_t *branches = json_object_get(json, "branches"), *branch;
	struct coverage_line line = {
		.line = (int)json_integer_value(json_object_get(json,
		                                                "line_number")),
		.hits = (uint64_t)json_integer_value(json_object_get(json,
		                                                     "count")),
		.branches = (int)json_array_size(branches),
	};
	size_t i;

	json_array_foreach(branches, i, branch)
		line.branches_taken += json_integer_value(
			json_object_get(branch, "count")) > 0;
	return line;
}

/* A macro or an inline function can make several entries of one line. */
static struct coverage_line *same_line(struct coverage_file *file, int line)
{
	for (size_t i = 0; i < file->lines.count; i++)
		if (file->lines.items[i].line == line)
			return &file->lines.items[i];
	return NULL;
}

static void add_line(struct result *r, struct coverage_file *file,
                     struct coverage_line line)
{
	struct coverage_line *before = same_line(file, line.line);

	if (before == NULL) {
		if (file->lines.count < LINES_MAX)
			RESULT_PUSH(r, &file->lines, line);
		return;
	}
	if (line.hits > before->hits)
		before->hits = line.hits;
	before->branches += line.branches;
	before->branches_taken += line.branches_taken;
}

static void add_sums(struct coverage *sums, const struct coverage_file *file)
{
	for (size_t i = 0; i < file->lines.count; i++) {
		const struct coverage_line *line = &file->lines.items[i];
		sums->lines++;
		sums->lines_covered += line->hits > 0;
		sums->branches += line->branches;
		sums->branches_covered += line->branches_taken;
	}
}

/* gcov's JSON of a file is gcovr's, with fewer facts. */
static void read_coverage_file(struct grading *g, struct coverage *into,
                               json_t *json)
{
	const char *path = json_string_value(json_object_get(json, "file"));
	struct coverage_file file = { 0 };
	json_t *line;
	size_t i;

	if (path == NULL || !grading_owns(path))
		return;
	file.file = grading_shown_path(g, path);
	json_array_foreach(json_object_get(json, "lines"), i, line)
		if (!is_true(line, "gcovr/noncode") &&
		    !is_true(line, "gcovr/excluded"))
			add_line(g->result, &file, read_line(line));
	add_sums(into, &file);
	RESULT_PUSH(g->result, &into->files, file);
}

bool coverage_read(struct grading *g, const char *output)
{
	const char *start = strchr(output, '{');
	json_t *root = start == NULL ? NULL :
		json_loads(start, JSON_DISABLE_EOF_CHECK, NULL);
	json_t *files = json_object_get(root, "files"), *file;
	bool ok = json_array_size(files) > 0;
	size_t i;

	json_array_foreach(files, i, file)
		read_coverage_file(g, &g->result->coverage, file);
	json_decref(root);
	g->result->coverage.known = ok && g->result->coverage.lines > 0;
	return ok;
}

/* ---- what the student's own tests reach ---- */

/* The counters' names hold the folder of their objects; so many parts of it
   go, and own_folder takes their place. */
static int parts_of(const char *folder)
{
	int parts = 0;

	for (const char *at = folder; *at != '\0'; at++)
		parts += *at == '/' && at[1] != '/' && at[1] != '\0';
	return parts;
}

static void run_own(struct grading *g, const char *program, const char *folder)
{
	const char *argv[] = { program, NULL };
	char *prefix = must_format("GCOV_PREFIX=%s", folder);
	char *strip = must_format("GCOV_PREFIX_STRIP=%d",
	                          parts_of(g->coverage_folder));
	const char *env[] = { g->test_env[0], prefix, strip, NULL };
	struct proc_outcome outcome;

	own_tests_run(g, argv, env, folder, &outcome);
	proc_outcome_free(&outcome);
	free(strip);
	free(prefix);
}

/* gcov finds the notes of a source beside its counters. */
static bool ask_gcov(struct grading *g, const char *folder, const char *name)
{
	char *notes = must_format("%.*s.gcno", (int)strlen(name) - 2, name);
	char *from = path_join(g->coverage_folder, notes);
	char *to = path_join(folder, notes);
	const char *argv[] = { "gcov", "--json-format", "--stdout",
	                       "--branch-probabilities", to, NULL };
	const struct proc_spec spec = {
		.argv = argv, .folder = g->job->scratch,
		.seconds = GCOVR_SECONDS, .capture_max = JSON_MAX,
		.box = g->box, .writes = folder,
	};
	struct proc_outcome o = { 0 };
	bool ok = is_plain_file(from) && file_copy(from, to) && proc_run(&spec, &o);
	json_t *root = ok ? json_loads(text_string(&o.out),
	                               JSON_DISABLE_EOF_CHECK, NULL) : NULL;
	json_t *files = json_object_get(root, "files"), *file;
	size_t i;

	json_array_foreach(files, i, file)
		read_coverage_file(g, &g->result->own.coverage, file);
	ok = json_array_size(files) > 0;
	json_decref(root);
	proc_outcome_free(&o);
	free(to);
	free(from);
	free(notes);
	return ok;
}

void coverage_of_own_tests(struct grading *g, const char *program)
{
	const char *folder = result_format(g->result, "%s/own-coverage",
	                                   g->job->scratch);
	struct coverage *c = &g->result->own.coverage;
	const struct stage_file *file;
	bool ok = folder_make(folder);

	if (ok)
		run_own(g, program, folder);
	for (size_t i = 0; (file = stage_file(g->stage, ROLE_CODE, i)) != NULL; i++)
		ok = ok && ask_gcov(g, folder, file->name);
	c->known = ok && c->lines > 0;
}

/* ---- the phase ---- */

/* Coverage earns no points, so its absence stops nothing. */
static enum phase_status without(struct grading *g,
                                 const struct proc_outcome *outcome)
{
	struct text why = TEXT_EMPTY;

	proc_describe(outcome, &why);
	g->result->phases[PHASE_COVERAGE].note = result_format(g->result,
		"gcovr gave no coverage (%s). Try `gcovr --version`, and "
		"install Debian's package gcovr if it fails.",
		text_string(&why));
	text_free(&why);
	return PHASE_BROKEN;
}

enum phase_status phase_coverage(struct grading *g)
{
	struct proc_outcome outcome;
	enum phase_status status = PHASE_OK;

	if (g->coverage_program == NULL)
		return PHASE_SKIPPED;
	run_program(g);
	if (!run_gcovr(g, &outcome) ||
	    !coverage_read(g, text_string(&outcome.out)))
		status = without(g, &outcome);
	proc_outcome_free(&outcome);
	return status;
}
