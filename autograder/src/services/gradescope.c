/*
 * gradescope.c - results.json of Gradescope's autograders.
 *
 * https://gradescope-autograders.readthedocs.io/en/latest/specs/ : total score and
 * output, tests with score, status and visibility, and a leaderboard.
 *
 * Held-back tests are `after_published`: students see them, with all that they found,
 * when the instructor publishes the grades. Gradescope then shows no total before that
 * either, so that nobody can subtract. What is not graded gets no results.json at all:
 * Gradescope says that the autograder failed, and gives no points.
 */
#include "services/services.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "view/doc.h"
#include "view/words.h"

static double cents(double points)
{
	return round(points * 100) / 100;
}

static const char *visibility(const struct export *e, const json_t *test)
{
	return export_shows_test(e, test) ? "visible" : "after_published";
}

/* What stands behind a test: how it ended, and what it found. */
static void tell_test(const struct export *e, const json_t *document, const json_t *test,
                      struct text *t)
{
	struct words status = words_test_status(test);
	bool clean = doc_is(test, "status", "passed") && !doc_is(test, "memory", "errors");

	if (clean)
		return;
	export_line(t, status.text);
	text_add(t, "\n");
	if (doc_text(test, "means") != NULL && !doc_is(test, "status", "passed")) {
		export_line(t, doc_text(test, "means"));
		text_add(t, "\n");
	}
	struct text findings = TEXT_EMPTY;
	export_test_findings(e, document, test, &findings);
	if (findings.length > 0)
		text_add_format(t, "\n%s", text_string(&findings));
	text_free(&findings);
}

static void add_test(const struct export *e, const json_t *document, const json_t *test,
                     json_t *tests)
{
	struct text name = TEXT_EMPTY, output = TEXT_EMPTY, stage = TEXT_EMPTY;
	bool passed = doc_is(test, "status", "passed");

	text_add(&name, export_stage(e, document, &stage));
	export_line(&name, doc_text(test, "title"));
	tell_test(e, document, test, &output);
	json_array_append_new(tests, json_pack(
		"{s:o, s:f, s:f, s:s, s:s, s:s, s:s}",
		"name", export_string(text_string(&name)),
		"score", cents(doc_real(test, "points")),
		"max_score", cents(doc_real(test, "max")),
		"status", passed ? "passed" : "failed",
		"visibility", visibility(e, test),
		"output", text_string(&output), "output_format", "text"));
	text_free(&stage);
	text_free(&output);
	text_free(&name);
}

/* Memory, own tests and traces: one line each, with what was found there alone. */
static void add_part(const struct export *e, const json_t *document, const json_t *part,
                     json_t *tests)
{
	struct text name = TEXT_EMPTY, output = TEXT_EMPTY, stage = TEXT_EMPTY;
	double points = doc_real(part, "points"), max = doc_real(part, "max");

	/* Its points stand at the tests already. */
	if (doc_is(part, "id", "behaviour"))
		return;
	text_add(&name, export_stage(e, document, &stage));
	export_line(&name, doc_text(part, "title"));
	export_line(&output, doc_text(part, "how"));
	json_array_append_new(tests, json_pack(
		"{s:o, s:f, s:f, s:s, s:s, s:s, s:s}",
		"name", export_string(text_string(&name)), "score", cents(points),
		"max_score", cents(max), "status", points >= max ? "passed" : "failed",
		"visibility", "visible", "output", text_string(&output),
		"output_format", "text"));
	text_free(&stage);
	text_free(&output);
	text_free(&name);
}

/* What there was to run nothing of, as one failed test. */
static void add_rejected(const struct export *e, const json_t *document, json_t *tests)
{
	struct text name = TEXT_EMPTY, output = TEXT_EMPTY, stage = TEXT_EMPTY;
	const json_t *findings = doc_list(document, "findings");

	text_add(&name, export_stage(e, document, &stage));
	export_line(&name, doc_text(document, "problem"));
	export_line(&output, doc_text(document, "remedy"));
	text_add(&output, "\n");
	for (size_t i = 0; i < json_array_size(findings); i++) {
		text_add(&output, "\n");
		export_finding(&output, json_array_get(findings, i));
	}
	json_array_append_new(tests, json_pack(
		"{s:o, s:f, s:f, s:s, s:s, s:s, s:s}",
		"name", export_string(text_string(&name)), "score", 0.0,
		"max_score", export_max(document), "status", "failed",
		"visibility", "visible", "output", text_string(&output),
		"output_format", "text"));
	text_free(&stage);
	text_free(&output);
	text_free(&name);
}

static void add_document(const struct export *e, const json_t *document, json_t *tests)
{
	const json_t *list = doc_list(document, "tests");
	const json_t *parts = doc_list(doc_object(document, "score"), "parts");

	if (doc_is(document, "status", "rejected")) {
		add_rejected(e, document, tests);
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++)
		add_test(e, document, json_array_get(list, i), tests);
	for (size_t i = 0; i < json_array_size(parts); i++)
		add_part(e, document, json_array_get(parts, i), tests);
}

/* The findings that belong to no test (warnings, tests of one's own), and the order. */
static json_t *whole_output(const struct export *e)
{
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < e->count; i++) {
		const json_t *document = e->documents[i];
		struct words headline = words_headline(document);

		if (i > 0)
			text_add(&t, "\n");
		/* With held-back tests the points are nobody's business yet. */
		export_line(&t, export_held_back(e, document).all > 0
		            ? doc_text(document, "stage") : headline.text);
		text_add(&t, "\n");
		export_loose_findings(&t, document);
	}
	json_t *string = json_string(text_string(&t));
	text_free(&t);
	return string;
}

/* For heaps: how close they are packed, and how fast. Else the points alone. */
static json_t *leaderboard(const struct export *e)
{
	double used, cost;
	json_t *board = json_pack("[{s:s, s:f}]", "name", "Points",
	                          "value", export_all_points(e));

	if (export_traces(e, &used, &cost)) {
		json_array_append_new(board, json_pack("{s:s, s:f}",
			"name", "Utilisation", "value", cents(used)));
		json_array_append_new(board, json_pack("{s:s, s:f, s:s}",
			"name", "Instructions a request", "value", cents(cost),
			"order", "asc"));
	}
	return board;
}

bool export_gradescope(const struct export *e, struct text *out, struct text *problem)
{
	json_t *tests = json_array();

	(void)problem;
	if (export_not_graded(e) != NULL) {
		json_decref(tests);
		return true;
	}
	for (size_t i = 0; i < e->count; i++)
		add_document(e, e->documents[i], tests);
	export_json(out, json_pack("{s:f, s:o, s:s, s:s, s:s, s:o, s:o}",
		"score", export_all_points(e), "output", whole_output(e),
		"output_format", "text", "visibility", "visible",
		"stdout_visibility", "hidden", "tests", tests,
		"leaderboard", leaderboard(e)), JSON_INDENT(2));
	return true;
}
