/*
 * classroom50.c - result.json of Classroom 50, form classroom50/result/v1.
 *
 * https://github.com/foundation50/classroom50/wiki/Advanced-Autograding#the-resultjson-contract
 * and schemas/result-v1.schema.json there. Who handed in what, the runner says in the
 * environment; it stamps owner and time anew.
 *
 * Its scores are whole numbers, so points are told in tenths: 61.5 of 100 is 615 of 1000.
 * The parts of the score carry the points, and the tests (of 0 points) say what passed.
 * Held-back tests are one line. What is not graded gets no result.json: the autograder
 * ends with an error then, which the runner reports as one.
 */
#include "services/services.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/error.h"
#include "view/doc.h"

static json_int_t tenths(double points)
{
	return (json_int_t)llround(points * 10);
}

static void add(json_t *tests, const char *stage, const char *name, bool passed,
                double points, double max)
{
	struct text whole = TEXT_EMPTY;

	text_add(&whole, stage);
	export_line(&whole, name);
	json_array_append_new(tests, json_pack("{s:s, s:b, s:I, s:I}",
		"test-name", text_string(&whole), "passed", passed,
		"score", tenths(points), "max-score", tenths(max)));
	text_free(&whole);
}

static void add_document(const struct export *e, const json_t *document, json_t *tests)
{
	const json_t *list = doc_list(document, "tests");
	const json_t *parts = doc_list(doc_object(document, "score"), "parts");
	struct export_count held = export_held_back(e, document);
	struct text prefix = TEXT_EMPTY, name = TEXT_EMPTY;
	const char *stage = export_stage(e, document, &prefix);

	if (json_array_size(parts) == 0)
		add(tests, stage, doc_text(document, "problem"), false, 0,
		    export_max(document));
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i);
		double points = doc_real(part, "points"), max = doc_real(part, "max");
		add(tests, stage, doc_text(part, "title"), points >= max, points, max);
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *test = json_array_get(list, i);
		if (export_shows_test(e, test))
			add(tests, stage, doc_text(test, "title"),
			    doc_is(test, "status", "passed"), 0, 0);
	}
	if (held.all > 0) {
		export_say_held_back(&held, &name);
		add(tests, stage, text_string(&name), held.passed == held.all, 0, 0);
	}
	text_free(&name);
	text_free(&prefix);
}

/* What the runner's environment says; false, with the problem, when it does not. */
static bool add_identity(json_t *result, struct text *problem)
{
	static const struct { const char *variable, *key, *instead; } said[] = {
		{ "CLASSROOM", "classroom", NULL }, { "ASSIGNMENT", "assignment", NULL },
		{ "ASSIGNMENT_TYPE", "assignment_type", NULL }, { "OWNER", "owner", "USERNAME" },
		{ "SUBMISSION_TAG", "submission", NULL }, { "COMMIT_URL", "commit", NULL },
		{ "RELEASE_URL", "release", NULL }, { "REVIEW_URL", "review", "COMMIT_URL" },
	};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		const char *value = getenv(said[i].variable);
		if ((value == NULL || value[0] == '\0') && said[i].instead != NULL)
			value = getenv(said[i].instead);
		if (value == NULL || value[0] == '\0')
			return problem_set(problem, "%s is not set. Classroom 50's runner "
			                   "sets it; elsewhere, set it yourself.",
			                   said[i].variable);
		json_object_set_new(result, said[i].key, export_string(value));
	}
	return true;
}

static void add_time(json_t *result)
{
	time_t now = time(NULL);
	struct tm t;
	char when[32];

	gmtime_r(&now, &t);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &t);
	json_object_set_new(result, "datetime", json_string(when));
}

bool export_classroom50(const struct export *e, struct text *out, struct text *problem)
{
	if (export_not_graded(e) != NULL)
		return true;
	json_t *tests = json_array();
	json_t *result = json_pack("{s:s}", "schema", "classroom50/result/v1");
	bool ok = add_identity(result, problem);

	add_time(result);
	for (size_t i = 0; i < e->count; i++)
		add_document(e, e->documents[i], tests);
	json_object_set_new(result, "score", json_integer(tenths(export_all_points(e))));
	json_object_set_new(result, "max-score", json_integer(tenths(export_all_max(e))));
	json_object_set_new(result, "tests", tests);
	if (ok)
		export_json(out, result, JSON_INDENT(2));
	else
		json_decref(result);
	return ok;
}
