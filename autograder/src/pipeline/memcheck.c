/*
 * memcheck.c - the test program under Valgrind; errors by test.
 *
 * Every test is a process of its own, and Valgrind writes a file for each.
 * The rig's events tell which process ran which test, so an error is known
 * by the test that raised it. Tests that ran out of time natively are left
 * out: they have failed, and would only take twenty times as long.
 *
 * Where all tests have passed natively, little is to be expected, and the rig first
 * runs them together in one process (rig/together.c). If nothing at all is wrong
 * with that, they are clean; if anything is, they run one by one as ever.
 *
 * Following undefined values to their origins makes each test half as slow
 * again and its process twice as costly to fork, and few submissions use any.
 * So the first sitting goes without; the tests that met one sit again, with
 * origins, and what that sitting reports of them counts.
 */
#include "pipeline/memcheck.h"

#include <stdio.h>
#include <math.h>
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
   than natively all the rest may be; never more than the last, because tests that
   fail late natively may take their time, and three hundred may wait behind them. */
#define START_SECONDS   60.0
#define SLOWER          100.0
#define LONGEST         300.0

/* One run of the test program under Valgrind. */
struct sitting {
	const char *folder;             /* of the XML files                    */
	struct event_list events;
	size_t files;
};

struct memcheck {
	struct grading *g;
	struct sitting all;             /* every test                          */
	struct sitting again;           /* those in undefined, with origins    */
	text_list undefined;            /* tests that used undefined values    */
	text_list replaced;             /* those whose second report was added */
};

/* ---- the runs ---- */

static bool all_passed(const struct grading *g)
{
	for (unsigned i = 0; i < g->stage->tests_count; i++)
		if (g->result->tests.items[i].status != TEST_PASSED)
			return false;
	return true;
}

static void build_command(const struct memcheck *m, const struct sitting *s,
                          struct args *argv)
{
	const struct grading *g = m->g;

	/* The lines after --error-limit spare each process milliseconds: no
	   libc memory to free, no code to chase, no debugger, no table of 500
	   threads to clear, and no look at Valgrind's own tables at the end.
	   Sixteen bytes around a block, the default, are soon stepped over;
	   what lies behind them depends on how many digits a process id has,
	   because Criterion writes it into a block of its own. */
	args_add_words(argv, "valgrind -q --xml=yes --leak-check=full "
	               "--show-leak-kinds=all --num-callers=24 "
	               "--error-limit=no "
	               "--run-libc-freeres=no --vex-guest-chase=no "
	               "--vgdb=no --max-threads=8 --sanity-level=0 "
	               "--redzone-size=64");
	args_add_format(argv, "--xml-file=%s/vg.%%p.xml", s->folder);
	if (s == &m->again)
		args_add(argv, "--track-origins=yes");
	/* Criterion as installed starts every test by exec. */
	if (g->result->runner != NULL &&
	    strcmp(g->result->runner, "stock") == 0)
		args_add(argv, "--trace-children=yes");
	args_add(argv, g->program);
	if (s == &m->again)
		filter_only(m->undefined.items, m->undefined.count, argv);
	else if (g->job->only_count > 0)
		filter_job(g->job, argv);
	else if (all_passed(g))
		args_add(argv, "--together");
	else
		filter_timeouts(g, argv);
}

/* False when the tests did not start. How the run ended goes to how. */
static bool sit(const struct memcheck *m, struct sitting *s, struct text *how)
{
	struct args argv = ARGS_EMPTY;
	struct proc_outcome outcome;
	const struct grading *g = m->g;
	double scale = g->job->timeout_scale > 0 ? g->job->timeout_scale : 1;

	build_command(m, s, &argv);
	struct proc_spec spec = {
		.argv = args_vector(&argv), .env = g->test_env,
		.folder = g->job->scratch, .events = true,
		.box = g->box, .writes = s->folder, .short_libc_debug = true,
		.seconds = scale * fmin(LONGEST, START_SECONDS + SLOWER * g->native_seconds +
		                        g->stage->timeout *
		                        (double)g->stage->tests_count),
	};
	proc_run(&spec, &outcome);
	grading_note_limits(g, PHASE_MEMCHECK, &spec, &outcome);
	args_free(&argv);
	events_read(&s->events, text_string(&outcome.events),
	            outcome.events.length);
	proc_describe(&outcome, how);
	proc_outcome_free(&outcome);
	return outcome.end != PROC_NOT_STARTED && s->events.count > 0;
}

/* ---- what a process told ---- */

static const struct event *end_of(const struct sitting *s, long pid)
{
	for (size_t i = 0; i < s->events.count; i++)
		if (s->events.items[i].kind == EVENT_END &&
		    s->events.items[i].pid == pid)
			return &s->events.items[i];
	return NULL;
}

/* The test whose process, or whose process's child, the report is about. */
static struct test_result *test_of(const struct memcheck *m,
                                   const struct sitting *s,
                                   const struct vg_report *report, long *pid)
{
	const char *name = events_test_of(&s->events, report->pid);

	*pid = report->pid;
	if (name == NULL) {
		name = events_test_of(&s->events, report->ppid);
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

static void add_report(struct memcheck *m, const struct sitting *s,
                       const struct vg_report *report)
{
	long pid;
	struct test_result *test = test_of(m, s, report, &pid);

	if (test == NULL)
		return;
	if (test->memory == MEMORY_NOT_RUN)
		test->memory = MEMORY_CLEAN;
	add_errors(m, report, test, end_of(s, pid));
}

static bool is_undefined(const struct vg_error *e)
{
	return text_starts(e->kind, "Uninit") ||
	       (strcmp(e->kind, "SyscallParam") == 0 && e->what != NULL &&
	        strstr(e->what, "uninitialised") != NULL);
}

static bool among(const text_list *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

/* Notes the report's test when it met an undefined value. */
static void note_undefined(struct memcheck *m, const struct sitting *s,
                           const struct vg_report *report)
{
	long pid;
	const struct test_result *test = test_of(m, s, report, &pid);
	bool undefined = false;

	for (size_t i = 0; i < report->count; i++)
		undefined = undefined || is_undefined(&report->errors[i]);
	if (undefined && test != NULL &&
	    !among(&m->undefined, test->name))
		RESULT_PUSH(m->g->result, &m->undefined, test->name);
}

/* ---- the files, one for each process ---- */

typedef void report_use(struct memcheck *m, const struct sitting *s,
                        const struct vg_report *report);

struct reader {
	struct memcheck *m;
	struct sitting *s;
	report_use *use;
	const char *only;               /* of this test; NULL: of all          */
};

static void read_file(const struct reader *r, const char *name)
{
	char *path = path_join(r->s->folder, name);
	struct vg_report report;

	if (is_plain_file(path) && vg_report_read(path, XML_MAX, memory_error_keep, &report)) {
		r->use(r->m, r->s, &report);
		vg_report_free(&report);
	}
	free(path);
}

static void name_of_file(char name[static 32], long pid)
{
	snprintf(name, 32, "vg.%ld.xml", pid);
}

/* Files of processes that a test started itself: no event names those. */
static bool read_other(const char *name, void *context)
{
	const struct reader *r = context;
	const struct event_list *events = &r->s->events;
	char spawned[32];

	if (!text_starts(name, "vg.") || !text_ends(name, ".xml"))
		return true;
	r->s->files++;
	for (size_t i = 0; i < events->count; i++) {
		name_of_file(spawned, events->items[i].pid);
		if ((events->items[i].kind == EVENT_SPAWN ||
		     events->items[i].kind == EVENT_TOGETHER) &&
		    strcmp(spawned, name) == 0)
			return true;
	}
	read_file(r, name);
	return true;
}

/*
 * In the order in which the tests ran, and not in that of process ids, which
 * wrap around: what is seen first is what a finding tells.
 */
static void read_spawned(const struct reader *r)
{
	char name[32];

	for (size_t i = 0; i < r->s->events.count; i++) {
		const struct event *e = &r->s->events.items[i];
		name_of_file(name, e->pid);
		if (e->kind == EVENT_SPAWN &&
		    (r->only == NULL || strcmp(r->only, e->test) == 0))
			read_file(r, name);
	}
}

static void read_in_order(struct memcheck *m, struct sitting *s,
                          report_use *use)
{
	struct reader r = { m, s, use, NULL };

	s->files = 0;
	read_spawned(&r);
	folder_each(s->folder, read_other, &r);
}

/* Did the test come to an end in the second sitting? */
static bool sat_again(const struct memcheck *m, const char *test)
{
	for (size_t i = 0; i < m->again.events.count; i++)
		if (m->again.events.items[i].kind == EVENT_END &&
		    strcmp(m->again.events.items[i].test, test) == 0)
			return true;
	return false;
}

/* A report of the first sitting; of a test that sat again, all that the
   second told, in its place. */
static void add_in_turn(struct memcheck *m, const struct sitting *s,
                        const struct vg_report *report)
{
	long pid;
	const struct test_result *test = test_of(m, s, report, &pid);

	if (test == NULL || !sat_again(m, test->name)) {
		add_report(m, s, report);
	} else if (!among(&m->replaced, test->name)) {
		struct reader again = { m, &m->again, add_report, test->name };
		RESULT_PUSH(m->g->result, &m->replaced, test->name);
		read_spawned(&again);
	}
}

/* Reports of the second sitting that no event of a test names. */
static void add_others_again(struct memcheck *m)
{
	struct reader again = { m, &m->again, add_report, NULL };

	folder_each(m->again.folder, read_other, &again);
}

/* ---- tests that were clean together ---- */

static void note_clean(struct memcheck *m)
{
	for (size_t i = 0; i < m->all.events.count; i++) {
		const struct event *e = &m->all.events.items[i];
		struct test_result *test = grading_test(m->g, e->test);

		if (e->kind == EVENT_CLEAN && test != NULL)
			test->memory = MEMORY_CLEAN;
	}
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
	for (size_t i = 0; i < m->all.events.count; i++) {
		const struct event *e = &m->all.events.items[i];
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

/* ---- the phase ---- */

static enum phase_status valgrind_broken(struct grading *g, const char *what)
{
	return grading_broken(g, "Try `valgrind true`, and install Debian's "
	                      "packages valgrind and libc6-dbg if it fails.",
	                      "%s", what);
}

/* Both sittings are over before the first finding is added. */
static enum phase_status judge(struct memcheck *m, const char *how)
{
	struct text ignored = TEXT_EMPTY;

	read_in_order(m, &m->all, note_undefined);
	if (m->all.files == 0)
		return valgrind_broken(m->g, result_format(m->g->result,
			"Valgrind wrote no report (%s).", how));
	if (m->undefined.count > 0)
		sit(m, &m->again, &ignored);
	read_in_order(m, &m->all, add_in_turn);
	add_others_again(m);
	note_clean(m);
	compare_ends(m);
	text_free(&ignored);
	return PHASE_OK;
}

static bool sitting_open(struct grading *g, struct sitting *s, const char *name)
{
	s->folder = result_format(g->result, "%s/%s", g->job->scratch, name);
	return folder_make(s->folder);
}

enum phase_status phase_memcheck(struct grading *g)
{
	struct memcheck m = { .g = g };
	struct text how = TEXT_EMPTY;
	enum phase_status status;

	if (!sitting_open(g, &m.all, "memcheck") ||
	    !sitting_open(g, &m.again, "origins"))
		return grading_broken(g, "Make room there, or set TMPDIR.",
		                      "No folder can be made in %s.",
		                      g->job->scratch);
	if (sit(&m, &m.all, &how))
		status = judge(&m, text_string(&how));
	else
		status = valgrind_broken(g, "The tests did not start under "
		                         "Valgrind.");
	text_free(&how);
	events_free(&m.all.events);
	events_free(&m.again.events);
	return status;
}
