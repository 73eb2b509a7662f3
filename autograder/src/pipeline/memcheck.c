/*
 * memcheck.c - the test program once under Valgrind; errors by test.
 *
 * Every test is a process of its own, and Valgrind writes a file for each.
 * The rig's events tell which process ran which test, so an error is known
 * by the test that raised it. Tests that ran out of time natively are left
 * out: they have failed, and would only take twenty times as long.
 */
#include "pipeline/memcheck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "pipeline/explain.h"
#include "pipeline/filter.h"
#include "pipeline/memory_error.h"

/* Of one process's XML: an error is about 3 KB, so some thousands of them. */
#define XML_MAX ((size_t)8 << 20)
/* Wall time for the whole suite: what a start takes, and how much slower
   than natively all the rest may be. */
#define START_SECONDS   60.0
#define SLOWER          100.0

struct memcheck {
	struct grading *g;
	struct event_list events;
	const char *folder;             /* of the XML files                    */
	size_t files;
};

/* ---- the run ---- */

static void build_command(struct memcheck *m, struct args *argv)
{
	const struct grading *g = m->g;

	args_add_words(argv, "valgrind -q --xml=yes --leak-check=full "
	               "--show-leak-kinds=all --track-origins=yes "
	               "--num-callers=24 --error-limit=no "
	               "--run-libc-freeres=no --vex-guest-chase=no "
	               "--vgdb=no");
	args_add_format(argv, "--xml-file=%s/vg.%%p.xml", m->folder);
	/* Criterion as installed starts every test by exec. */
	if (g->result->runner != NULL &&
	    strcmp(g->result->runner, "stock") == 0)
		args_add(argv, "--trace-children=yes");
	args_add(argv, g->program);
	filter_timeouts(g, argv);
}

static bool run(struct memcheck *m, struct proc_outcome *outcome)
{
	struct args argv = ARGS_EMPTY;
	const struct grading *g = m->g;
	double scale = g->job->timeout_scale > 0 ? g->job->timeout_scale : 1;

	build_command(m, &argv);
	struct proc_spec spec = {
		.argv = args_vector(&argv), .env = g->test_env,
		.folder = g->job->scratch, .events = true,
		.seconds = scale * (START_SECONDS + SLOWER * g->native_seconds +
		                    g->stage->timeout *
		                    (double)g->stage->tests_count),
	};
	proc_run(&spec, outcome);
	args_free(&argv);
	events_read(&m->events, text_string(&outcome->events),
	            outcome->events.length);
	return outcome->end != PROC_NOT_STARTED && m->events.count > 0;
}

/* ---- what a process told ---- */

static const struct event *end_of(const struct memcheck *m, long pid)
{
	for (size_t i = 0; i < m->events.count; i++)
		if (m->events.items[i].kind == EVENT_END &&
		    m->events.items[i].pid == pid)
			return &m->events.items[i];
	return NULL;
}

/* The test whose process, or whose process's child, the report is about. */
static struct test_result *test_of(const struct memcheck *m,
                                   const struct vg_report *report, long *pid)
{
	const char *name = events_test_of(&m->events, report->pid);

	*pid = report->pid;
	if (name == NULL) {
		name = events_test_of(&m->events, report->ppid);
		*pid = report->ppid;
	}
	return name != NULL ? grading_test(m->g, name) : NULL;
}

static bool passed(const struct event *end)
{
	return end != NULL && end->status == TEST_PASSED && end->ended;
}

/*
 * A test that stopped in the middle could not release what it held, so leaks
 * count only in tests that passed; and a signal only where it was not what
 * the test asked for.
 */
static bool counts(const struct memory_error *error, const struct event *end)
{
	bool fatal = text_starts(error->sighting.kind, "crash-") ||
	             strcmp(error->sighting.kind, "readonly-write") == 0;

	if (error->leak)
		return passed(end);
	return !fatal || end == NULL || end->status != TEST_PASSED;
}

static void add_errors(struct memcheck *m, const struct vg_report *report,
                       struct test_result *test, const struct event *end)
{
	for (size_t i = 0; i < report->count; i++) {
		struct memory_error error;
		if (!memory_error_read(m->g, report, i, &error) ||
		    !counts(&error, end))
			continue;
		error.sighting.test = test->name;
		struct finding *f = explain_add(m->g, &error.sighting);
		f->count += error.count - 1;
		if (f->severity == SEVERITY_ERROR)
			test->memory = MEMORY_ERRORS;
	}
}

static bool read_file(const char *name, void *context)
{
	struct memcheck *m = context;
	struct vg_report report;
	char *path;

	if (!text_starts(name, "vg.") || !text_ends(name, ".xml"))
		return true;
	path = path_join(m->folder, name);
	m->files += access(path, F_OK) == 0;
	if (vg_report_read(path, XML_MAX, memory_error_keep, &report)) {
		long pid;
		struct test_result *test = test_of(m, &report, &pid);
		if (test != NULL) {
			if (test->memory == MEMORY_NOT_RUN)
				test->memory = MEMORY_CLEAN;
			add_errors(m, &report, test, end_of(m, pid));
		}
		vg_report_free(&report);
	}
	free(path);
	return true;
}

static void name_of_file(char name[static 32], long pid)
{
	snprintf(name, 32, "vg.%ld.xml", pid);
}

/* Files of processes that a test started itself: no event names those. */
static bool read_other(const char *name, void *context)
{
	struct memcheck *m = context;
	char spawned[32];

	for (size_t i = 0; i < m->events.count; i++) {
		name_of_file(spawned, m->events.items[i].pid);
		if (m->events.items[i].kind == EVENT_SPAWN &&
		    strcmp(spawned, name) == 0)
			return true;
	}
	return read_file(name, m);
}

/*
 * In the order in which the tests ran, and not in that of process ids, which
 * wrap around: what is seen first is what a finding tells.
 */
static void read_in_order(struct memcheck *m)
{
	char name[32];

	for (size_t i = 0; i < m->events.count; i++) {
		name_of_file(name, m->events.items[i].pid);
		if (m->events.items[i].kind == EVENT_SPAWN)
			read_file(name, m);
	}
	folder_each(m->folder, read_other, m);
}

/* ---- tests that went another way than natively ---- */

static void sight_difference(struct memcheck *m, struct test_result *test,
                             const struct event *end)
{
	bool timeout = end->status == TEST_TIMEOUT;
	const struct fact facts[] = {
		{ "test", test->title != NULL ? test->title : test->name },
		{ "message", end->status == TEST_CRASHED
			? signal_name(end->signal) : "an assertion that failed" },
	};
	struct sighting s = {
		.kind = timeout ? "memcheck-timeout" : "memcheck-differs",
		.source = SOURCE_MEMCHECK,
		.test = test->name, .facts = facts, .facts_count = 2,
	};

	explain_add(m->g, &s);
	test->memory = timeout ? MEMORY_NOT_RUN : MEMORY_ERRORS;
}

static void compare_ends(struct memcheck *m)
{
	for (size_t i = 0; i < m->events.count; i++) {
		const struct event *e = &m->events.items[i];
		struct test_result *test;
		if (e->kind != EVENT_END || e->test == NULL)
			continue;
		test = grading_test(m->g, e->test);
		if (test == NULL || test->status != TEST_PASSED)
			continue;
		if (e->status == TEST_LOST)
			test->memory = MEMORY_NOT_RUN;
		else if (e->status != TEST_PASSED &&
		         e->status != TEST_SKIPPED &&
		         test->memory != MEMORY_ERRORS)
			sight_difference(m, test, e);
	}
}

static enum phase_status judge(struct memcheck *m,
                               const struct proc_outcome *outcome)
{
	struct text how = TEXT_EMPTY;
	enum phase_status status = PHASE_OK;

	read_in_order(m);
	compare_ends(m);
	if (m->files == 0) {
		proc_describe(outcome, &how);
		status = grading_broken(m->g, "Try `valgrind true`, and install "
			"Debian's packages valgrind and libc6-dbg if it fails.",
			"Valgrind wrote no report (%s).", text_string(&how));
	}
	text_free(&how);
	return status;
}

enum phase_status phase_memcheck(struct grading *g)
{
	struct memcheck m = { .g = g, .folder = result_format(g->result,
		"%s/memcheck", g->job->scratch) };
	struct proc_outcome outcome;
	enum phase_status status;

	if (!folder_make(m.folder))
		return grading_broken(g, "Make room there, or set TMPDIR.",
		                      "No folder can be made in %s.",
		                      g->job->scratch);
	if (run(&m, &outcome))
		status = judge(&m, &outcome);
	else
		status = grading_broken(g, "Try `valgrind true`, and install "
			"Debian's packages valgrind and libc6-dbg if it fails.",
			"The tests did not start under Valgrind.");
	proc_outcome_free(&outcome);
	events_free(&m.events);
	return status;
}
