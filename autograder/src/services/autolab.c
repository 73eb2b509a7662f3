/*
 * autolab.c - what an Autolab autograder prints: feedback, and behind it the autoresult.
 *
 * https://docs.autolabproject.com/lab/ : the last line is a JSON object with "scores" by
 * the names of the problems, and with "scoreboard". Each stage is one problem, named as
 * the stage is. https://docs.autolabproject.com/features/formatted-feedback/ : the line
 * before it holds the tests for the semantic view.
 *
 * Held-back tests are one line. What is not graded has feedback, but no autoresult: so
 * Autolab keeps the scores that there are, and sets none.
 */
#include "services/services.h"

#include <math.h>

#include "base/error.h"
#include "view/doc.h"
#include "view/words.h"

/* Each begins with a blank, so that none can be taken for a line of JSON. */
static void add_indented(struct text *out, const char *text)
{
	bool start = true;

	for (; *text != '\0'; text++) {
		if (start && *text != '\n')
			text_add(out, "  ");
		text_add_n(out, text, 1);
		start = *text == '\n';
	}
	if (!start)
		text_add(out, "\n");
}

static void tell(const struct export *e, const json_t *document, struct text *out)
{
	const json_t *findings = doc_list(document, "findings");
	struct export_count held = export_held_back(e, document);
	struct words headline = words_headline(document);

	export_line(out, headline.text);
	text_add(out, "\n");
	if (held.all > 0) {
		export_say_held_back(&held, out);
		text_add(out, ".\n");
	}
	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *finding = json_array_get(findings, i);
		struct text t = TEXT_EMPTY;
		if (!export_shows_finding(e, document, finding))
			continue;
		export_finding(&t, finding);
		text_add(out, "\n");
		add_indented(out, text_string(&t));
		text_free(&t);
	}
	text_add(out, "\n");
}

static json_t *outcome(bool passed, const char *hint)
{
	json_t *object = json_pack("{s:b}", "passed", passed);

	if (!passed && hint != NULL)
		json_object_set_new(object, "hint", export_string(hint));
	return object;
}

static json_t *stage_tests(const struct export *e, const json_t *document)
{
	const json_t *list = doc_list(document, "tests");
	struct export_count held = export_held_back(e, document);
	json_t *tests = json_object();
	struct text name = TEXT_EMPTY;

	if (doc_is(document, "status", "rejected"))
		json_object_set_new(tests, "Accepted",
		                    outcome(false, doc_text(document, "problem")));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *test = json_array_get(list, i);
		if (!export_shows_test(e, test))
			continue;
		text_cut(&name, 0);
		export_line(&name, doc_text(test, "title"));
		json_object_set_new(tests, text_string(&name),
			outcome(doc_is(test, "status", "passed"),
			        doc_text(test, "means")));
	}
	if (held.all > 0) {
		text_cut(&name, 0);
		export_say_held_back(&held, &name);
		json_object_set_new(tests, text_string(&name),
		                    outcome(held.passed == held.all, NULL));
	}
	text_free(&name);
	return tests;
}

static json_t *presentation(const struct export *e)
{
	json_t *stages = json_array();
	json_t *all = json_pack("{s:s, s:o}", "_presentation", "semantic",
	                        "stages", stages);

	for (size_t i = 0; i < e->count; i++) {
		const char *stage = doc_text(e->documents[i], "stage");
		json_array_append_new(stages, json_string(stage));
		json_object_set_new(all, stage, stage_tests(e, e->documents[i]));
	}
	return all;
}

static json_t *autoresult(const struct export *e)
{
	double used, cost;
	json_t *scores = json_object();
	json_t *board = json_pack("[f]", export_all_points(e));

	for (size_t i = 0; i < e->count; i++)
		json_object_set_new(scores, doc_text(e->documents[i], "stage"),
		                    json_real(export_points(e->documents[i])));
	if (export_traces(e, &used, &cost)) {
		json_array_append_new(board, json_real(round(used * 100) / 100));
		json_array_append_new(board, json_real(round(cost * 100) / 100));
	}
	return json_pack("{s:o, s:o}", "scores", scores, "scoreboard", board);
}

bool export_autolab(const struct export *e, struct text *out, struct text *problem)
{
	const json_t *broken = export_not_graded(e);

	(void)problem;
	if (broken != NULL) {
		export_problem(broken, out);
		text_add(out, "\nNothing was counted: tell your instructor.\n");
		return true;
	}
	for (size_t i = 0; i < e->count; i++)
		tell(e, e->documents[i], out);
	export_json(out, presentation(e), JSON_COMPACT);
	export_json(out, autoresult(e), JSON_COMPACT);
	return true;
}
