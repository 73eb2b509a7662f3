/*
 * verdicts.c - what the grader says of starters, references, mutants and
 * accepted solutions, and whether it says so for the right reason.
 *
 * Each is laid out as a submission of its own and graded by the very pipeline
 * that grades students, two at a time.
 */
#include "author/author.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "../../rig/sequence.h"

/* A test that played random requests shows the fewest that fail, one a line
   behind SEQUENCE_LEAD. */
enum { SEQUENCE_FEW = 10 };

/* One submission to grade, and the judgement to pass on its result. */
struct trial {
	struct author *a;
	const struct stage *stage;
	struct group *group;
	const char *name;
	char *place;                 /* where to look when the claim is false  */
	struct layout layout;        /* what is handed in                      */
	bool quick;                  /* the verdict on behaviour is enough     */
	bool named_only;             /* run only the tests that a mutant names */
	void (*judge)(const struct trial *t, const struct result *r);
};

struct trials {
	struct trial *items;
	size_t count;
};

static void trials_add(struct trials *all, struct trial trial)
{
	all->items = must_resize(all->items, all->count + 1, sizeof trial);
	all->items[all->count++] = trial;
}

/* ---- judging ----------------------------------------------------------- */

/* Appends what the result found, for the reader of a failed check. */
static void list_findings(struct text *out, const struct result *r)
{
	if (r->status == RESULT_REJECTED)
		text_add_format(out, "\nrejected: %s", r->problem);
	for (size_t i = 0; i < r->findings.count && i < 8; i++) {
		const struct finding *f = &r->findings.items[i];

		text_add_format(out, "\n%s: %s", f->kind, f->title);
		if (f->where.file)
			text_add_format(out, " (%s:%d)", f->where.file,
			                f->where.line);
		for (size_t k = 0; k < f->tests.count && k < 4; k++)
			text_add_format(out, " %s", f->tests.items[k]);
	}
}

/* References and accepted solutions: every point, not one finding. */
static void judge_perfect(const struct trial *t, const struct result *r)
{
	struct text found = TEXT_EMPTY;

	if (r->status == RESULT_GRADED && r->score.points >= r->score.max &&
	    r->score.max > 0 && r->findings.count == 0) {
		group_pass(t->group);
		return;
	}
	list_findings(&found, r);
	group_fail(t->group, t->place, "%s gets %g of %g points; full marks "
	           "without a finding were claimed.%s", t->name,
	           r->score.points, r->score.max, text_string(&found));
	text_free(&found);
}

static bool starter_may_pass(const struct stage *stage, const char *name)
{
	const struct stage_test *test = stage_test(stage, name);

	return test && (test->starter_passes || test->points <= 0);
}

/* A starter runs, and every test that counts fails. */
static void judge_starter(const struct trial *t, const struct result *r)
{
	if (r->status == RESULT_REJECTED)
		group_fail(t->group, t->place, "the starter is rejected, where it "
		           "should compile, run and fail: %s", r->problem);
	for (size_t i = 0; i < r->tests.count; i++) {
		const struct test_result *test = &r->tests.items[i];

		if (test->status != TEST_PASSED ||
		    starter_may_pass(t->stage, test->name))
			group_pass(t->group);
		else
			group_fail(t->group, t->place, "the starter passes %s. "
			           "Make the test ask for more, or the manifest "
			           "say starter_passes: true.", test->name);
	}
}

static const struct finding *finding_of(const struct result *r,
                                        const char *kind, const char *test)
{
	for (size_t i = 0; i < r->findings.count; i++) {
		const struct finding *f = &r->findings.items[i];

		if (strcmp(f->kind, kind) != 0)
			continue;
		if (!test || f->source == SOURCE_COMPILER ||
		    f->source == SOURCE_INSPECT)
			return f;
		for (size_t k = 0; k < f->tests.count; k++)
			if (strcmp(f->tests.items[k], test) == 0)
				return f;
	}
	return NULL;
}

/* Did the test fail natively, by running and not by a rejected submission? */
static bool test_failed(const struct result *r, const char *name)
{
	for (size_t i = 0; i < r->tests.count; i++) {
		const struct test_result *test = &r->tests.items[i];

		if (strcmp(test->name, name) == 0)
			return test->status != TEST_PASSED &&
			       test->status != TEST_NOT_RUN &&
			       test->status != TEST_SKIPPED;
	}
	return false;
}

/* Appends the names of the tests that did fail. */
static void list_failed(struct text *out, const struct result *r)
{
	const char *lead = "\nfailed are:";

	for (size_t i = 0; i < r->tests.count; i++) {
		if (!test_failed(r, r->tests.items[i].name))
			continue;
		text_add_format(out, "%s %s", lead, r->tests.items[i].name);
		lead = "";
	}
}

/* A mutant is caught by each test that its entry names, as it says; those that
   did not are appended to missed. */
static bool is_caught(const struct mutant *m, const struct result *r,
                      struct text *missed)
{
	bool by_finding = m->finding && *m->finding;

	for (unsigned i = 0; i < m->caught_by_count; i++) {
		const char *test = m->caught_by[i];

		if (by_finding ? !finding_of(r, m->finding, test)
		               : !test_failed(r, test))
			text_add_format(missed, " %s", test);
	}
	if (by_finding && !m->caught_by_count && !finding_of(r, m->finding, NULL))
		text_add(missed, " the compiler");
	if (!by_finding && !m->caught_by_count)
		text_add(missed, " any test (caught_by is empty)");
	return missed->length == 0;
}

/* How many requests a finding shows. */
static size_t sequence_length(const char *what)
{
	const char *at = what != NULL ? strstr(what, SEQUENCE_LEAD) : NULL;
	size_t lines = 0;

	while (at != NULL && (at = strchr(at, '\n')) != NULL) {
		lines++;
		at++;
	}
	return lines;
}

/* Requests that show a bug are of use only when they are few. */
static void judge_sequences(const struct trial *t, const struct result *r)
{
	for (size_t i = 0; i < r->findings.count; i++) {
		size_t n = sequence_length(r->findings.items[i].what);

		if (n > SEQUENCE_FEW)
			group_fail(t->group, t->place, "the random requests that "
			           "show mutant %s are %zu; %d are bearable.",
			           t->layout.mutant->id, n, SEQUENCE_FEW);
	}
}

static void judge_mutant(const struct trial *t, const struct result *r)
{
	const struct mutant *m = t->layout.mutant;
	bool by_finding = m->finding && *m->finding;
	struct text missed = TEXT_EMPTY, found = TEXT_EMPTY;

	judge_sequences(t, r);
	if (is_caught(m, r, &missed)) {
		group_pass(t->group);
	} else {
		list_failed(&found, r);
		list_findings(&found, r);
		group_fail(t->group, t->place,
		           "mutant %s (%s) is not caught%s%s by:%s%s", m->id,
		           m->bug, by_finding ? " as " : "",
		           by_finding ? m->finding : "", text_string(&missed),
		           text_string(&found));
	}
	text_free(&found);
	text_free(&missed);
}

/* ---- grading ----------------------------------------------------------- */

/* The tests that a mutant names are enough to see that it is caught. Where it is
   not, all of them run, to tell what happened instead. */
static struct result *grade_trial(const struct trial *t, struct job *job)
{
	const struct mutant *m = t->layout.mutant;
	struct text missed = TEXT_EMPTY;
	struct result *r;

	if (t->named_only) {
		job->only = (const char *const *)m->caught_by;
		job->only_count = m->caught_by_count;
	}
	r = pipeline_grade(t->a->course, job);
	if (job->only_count > 0 && !is_caught(m, r, &missed)) {
		result_free(r);
		folder_remove(job->scratch);
		folder_make(job->scratch);
		job->only_count = 0;
		r = pipeline_grade(t->a->course, job);
	}
	text_free(&missed);
	return r;
}

static void run_trial(void *context, size_t i)
{
	const struct trial *t = &((struct trials *)context)->items[i];
	char *folder = author_folder(t->a, t->name);
	char *scratch = author_folder(t->a, "scratch");
	struct text problem = TEXT_EMPTY;

	if (author_lay_out(t->a, t->stage, &t->layout, folder, &problem)) {
		struct job job = { .stage = t->stage, .from = folder,
		                   .scratch = scratch, .quick = t->quick,
		                   .no_coverage = t->layout.folder != NULL };
		struct result *r = grade_trial(t, &job);

		if (r->status == RESULT_NOT_GRADED)
			group_fail(t->group, t->place, "%s could not be graded: "
			           "%s %s", t->name, r->problem,
			           r->remedy ? r->remedy : "");
		else
			t->judge(t, r);
		result_free(r);
	} else {
		group_fail(t->group, t->place, "%s can't be laid out: %s.",
		           t->name, text_string(&problem));
	}
	text_free(&problem);
	folder_remove(scratch);
	folder_remove(folder);
	free(scratch);
	free(folder);
}

/* ---- the groups -------------------------------------------------------- */

static void run_trials(struct author *a, struct trials *all, struct group *g)
{
	pool_run(all->count, 0, run_trial, all);
	for (size_t i = 0; i < all->count; i++)
		free(all->items[i].place);
	free(all->items);
	group_close(g, &a->totals);
}

static void try_starter(struct author *a, const struct stage *stage)
{
	struct trials all = { 0 };
	struct group g;

	group_open(&g, "the starter fails every test that counts", "tests");
	trials_add(&all, (struct trial){ .a = a, .stage = stage, .group = &g,
		.name = "starter", .layout.starter = true, .quick = true,
		.place = author_path("exercises", stage->name, ""),
		.judge = judge_starter });
	run_trials(a, &all, &g);
}

static void try_reference(struct author *a, const struct stage *stage)
{
	struct trials all = { 0 };
	struct group g;

	group_open(&g, "the reference gets full marks", "reference");
	trials_add(&all, (struct trial){ .a = a, .stage = stage, .group = &g,
		.name = "the reference",
		.place = author_path("solutions", stage->name, ""),
		.judge = judge_perfect });
	run_trials(a, &all, &g);
}

static void try_mutants(struct author *a, const struct stage *stage)
{
	char *path = author_path("autograder/stages", stage->name, "mutants.yaml");
	struct text problem = TEXT_EMPTY, text = TEXT_EMPTY;
	struct mutants mutants = { 0 };
	struct trials all = { 0 };
	struct group g;

	group_open(&g, "every mutant is caught, for the right reason", "mutants");
	author_read(a, path, &text);
	if (!mutants_load(a->course, stage->name, &mutants, &problem))
		group_fail(&g, path, "%s", text_string(&problem));
	for (unsigned i = 0; i < mutants.count; i++) {
		const struct mutant *m = &mutants.items[i];
		char *id = must_format("id: %s\n", m->id);
		int line = author_line(text_string(&text), id);

		trials_add(&all, (struct trial){ .a = a, .stage = stage,
			.group = &g, .name = m->id, .layout.mutant = m,
			.quick = !m->finding || !*m->finding,
			.named_only = m->caught_by_count > 0,
			.place = author_place(path, (size_t)line),
			.judge = judge_mutant });
		free(id);
	}
	run_trials(a, &all, &g);
	mutants_free(&mutants);
	text_free(&problem);
	text_free(&text);
	free(path);
}

struct accepted {
	struct author *a;
	const struct stage *stage;
	struct group *group;
	struct trials all;
	struct args names;           /* of the folders, below the root         */
};

static bool add_accepted(const char *name, void *context)
{
	struct accepted *c = context;
	char *base = author_path("autograder/stages", c->stage->name, "accepted");

	args_add_format(&c->names, "%s/%s", base, name);
	free(base);
	return true;
}

static void try_accepted(struct author *a, const struct stage *stage)
{
	char *folder = must_format("%s/autograder/stages/%s/accepted",
	                           a->course->root, stage->name);
	struct group g;
	struct accepted c = { .a = a, .stage = stage, .group = &g };

	group_open(&g, "accepted solutions get full marks", "solutions");
	folder_each(folder, add_accepted, &c);
	for (size_t i = 0; i < c.names.count; i++)
		trials_add(&c.all, (struct trial){ .a = a, .stage = stage,
			.group = &g, .name = path_name(c.names.items[i]),
			.layout.folder = c.names.items[i],
			.place = must_copy(c.names.items[i]),
			.judge = judge_perfect });
	run_trials(a, &c.all, &g);
	args_free(&c.names);
	free(folder);
}

void check_verdicts(struct author *a, const struct stage *stage)
{
	try_starter(a, stage);
	try_reference(a, stage);
	try_mutants(a, stage);
	try_accepted(a, stage);
}
