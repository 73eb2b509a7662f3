/*
 * score.c - points by the manifest's rubric.
 *
 * behaviour: the weight of the tests that passed. memory: the weight of those
 * that passed and under which Memcheck found nothing wrong, so that an empty
 * function earns none. own tests, if they pass on the reference: the share of
 * mutants that they caught, a fifth of it only as far as they reach the lines
 * of the student's own code. traces: utilisation and instructions, each half of
 * a trace's share (traces.h). Scores are computed from whole
 * counts and weights alone, never from times: the same verdicts, the same
 * score.
 */
#include <math.h>

#include "pipeline/pipeline.h"
#include "pipeline/traces.h"

/* Of what the mutants earn, so much is lost where no line was reached. */
#define LINES_SHARE  0.2
/* Some lines are hard to reach by honest tests: this much counts as all. */
#define LINES_ENOUGH 0.8

static double rounded(double points)
{
	return round(points * 10) / 10;
}

/* Weight of the tests; of the passed; of the passed and clean. Snippets are
   only compiled, so they have no say in memory. */
struct weights {
	double all, passed;
	double run, clean;
	unsigned count, passed_count, run_count, clean_count;
	unsigned later;                 /* held back, in a student's handout   */
};

static struct weights weigh(const struct grading *g)
{
	struct weights w = { 0 };

	for (size_t i = 0; i < g->result->tests.count; i++) {
		const struct test_result *t = &g->result->tests.items[i];
		bool passed = t->status == TEST_PASSED;
		bool is_run = i < g->stage->tests_count;
		bool clean = passed && is_run && t->memory == MEMORY_CLEAN;
		/* Full marks in a handout are those that can be had there. */
		if (grading_waits(g, t)) {
			w.later++;
			continue;
		}
		w.all += t->max;
		w.passed += passed ? t->max : 0;
		w.run += is_run ? t->max : 0;
		w.clean += clean ? t->max : 0;
		w.count++;
		w.passed_count += passed;
		w.run_count += is_run;
		w.clean_count += clean;
	}
	return w;
}

/* "; 9 more run when you hand in"; "" when all have run. */
static const char *run_later(const struct grading *g, const struct weights *w)
{
	return w->later == 0 ? "" :
	       result_format(g->result, "; %u more run%s when you hand in", w->later,
	                     w->later == 1 ? "s" : "");
}

static void add_part(struct grading *g, const char *id, const char *title,
                     double share, double max, const char *how)
{
	struct score *score = &g->result->score;

	if (max <= 0)
		return;
	if (g->result->status == RESULT_REJECTED)
		share = 0;
	RESULT_PUSH(g->result, &score->parts, (struct score_part){
		.id = id, .title = title, .points = rounded(share * max),
		.max = max, .how = how });
	score->max += max;
	/* Unrounded sums, rounded once at the end. */
	score->points += share * max;
}

static void score_tests(struct grading *g, double all, double rubric)
{
	for (size_t i = 0; i < g->result->tests.count; i++) {
		struct test_result *t = &g->result->tests.items[i];
		t->max = all > 0 && !grading_waits(g, t) ? t->max / all * rubric : 0;
		t->points = t->status == TEST_PASSED &&
		            g->result->status == RESULT_GRADED ? t->max : 0;
	}
}

static double lines_share(const struct coverage *c)
{
	double reached = (double)c->lines_covered / c->lines;

	return reached >= LINES_ENOUGH ? 1 : reached / LINES_ENOUGH;
}

/* ", and reach 92 % of your lines"; "" when that is not known. */
static const char *lines_reached(struct result *r)
{
	const struct coverage *c = &r->own.coverage;

	return !c->known ? "" :
	       result_format(r, ", and reach %d %% of your lines",
	                     (int)(100.0 * c->lines_covered / c->lines));
}

static void score_own(struct grading *g)
{
	const struct own_tests *own = &g->result->own;
	size_t caught = 0, all = own->mutants.count;
	const char *how;

	for (size_t i = 0; i < all; i++)
		caught += own->mutants.items[i].caught;
	if (!own->passes_reference)
		how = own->problem != NULL ? own->problem :
		      "your tests do not pass on the correct solution";
	else
		how = result_format(g->result, "your tests caught %zu of %zu "
		                    "faulty versions%s", caught, all,
		                    lines_reached(g->result));
	double share = own->passes_reference && all > 0 ?
	               (double)caught / (double)all : 0;
	if (own->coverage.known)
		share *= 1 - LINES_SHARE + LINES_SHARE * lines_share(&own->coverage);
	add_part(g, "own_tests", "Your own tests", share,
	         g->stage->rubric.own_tests, how);
}

/* All traces weigh the same. */
static void score_traces(struct grading *g)
{
	struct result *r = g->result;
	size_t count = r->traces.count, full = 0;
	double sum = 0, rubric = g->stage->rubric.traces;

	for (size_t i = 0; i < count; i++) {
		struct trace_result *t = &r->traces.items[i];
		double share = trace_share(t);
		t->max = rubric / (double)count;
		t->points = share * t->max;
		sum += share;
		full += share >= 1;
	}
	add_part(g, "traces", "Traces", count > 0 ? sum / (double)count : 0,
	         rubric, result_format(r, "utilisation and instructions: %zu of "
	                               "%zu traces as asked", full, count));
}

enum phase_status phase_score(struct grading *g)
{
	const struct stage_rubric *rubric = &g->stage->rubric;
	struct weights w = weigh(g);

	if (g->result->status == RESULT_NOT_GRADED)
		return PHASE_NOT_RUN;
	add_part(g, "behaviour", "Behaviour", w.all > 0 ? w.passed / w.all : 0,
	         rubric->behaviour,
	         result_format(g->result, "%u of %u tests passed, by weight%s",
	                       w.passed_count, w.count, run_later(g, &w)));
	if (!g->job->quick) {
		add_part(g, "memory", "Memory",
		         w.run > 0 ? w.clean / w.run : 0, rubric->memory,
		         result_format(g->result, "%u of %u tests passed with "
		                       "nothing wrong in memory, by weight",
		                       w.clean_count, w.run_count));
		score_own(g);
		score_traces(g);
	}
	score_tests(g, w.all, rubric->behaviour);
	g->result->score.points = rounded(g->result->score.points);
	return PHASE_OK;
}
