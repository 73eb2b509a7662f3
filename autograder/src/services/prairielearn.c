/*
 * prairielearn.c - results.json of PrairieLearn's external graders.
 *
 * https://prairielearn.readthedocs.io/en/latest/externalGrading/ : a score from 0 to 1,
 * and tests as <pl-external-grader-results> shows them; 1 MB at most.
 *
 * Held-back tests are one line. What is not graded is `gradable: false`: then
 * PrairieLearn neither gives nor takes points, and the attempt does not count. What was
 * rejected (does not compile, say) is a zero, as in the document.
 */
#include "services/services.h"

#include <math.h>

#include "base/error.h"
#include "view/doc.h"
#include "view/words.h"

/* Far below the service's 1 MB, with the JSON around it. */
enum { OUTPUT_MAX = 8000 };

static json_t *limited(struct text *t)
{
	if (t->length > OUTPUT_MAX) {
		size_t cut = OUTPUT_MAX;
		/* Not in the middle of a character. */
		while (cut > 0 && ((unsigned char)t->bytes[cut] & 0xc0) == 0x80)
			cut--;
		text_cut(t, cut);
		text_add(t, "\n...\n");
	}
	json_t *string = json_string(text_string(t));
	text_free(t);
	return string;
}

static double cents(double points)
{
	return round(points * 100) / 100;
}

static void add(json_t *tests, const char *stage, const char *name, double points,
                double max, const char *message, struct text *output)
{
	struct text whole = TEXT_EMPTY, line = TEXT_EMPTY;

	text_add(&whole, stage);
	export_line(&whole, name);
	export_line(&line, message);
	json_array_append_new(tests, json_pack("{s:s, s:f, s:f, s:s, s:o}",
		"name", text_string(&whole), "points", cents(points),
		"max_points", cents(max), "message", text_string(&line),
		"output", limited(output)));
	text_free(&line);
	text_free(&whole);
}

/* Points of the held-back tests, which have one line together. */
static void add_held_back(const struct export *e, const json_t *document,
                          const char *stage, json_t *tests)
{
	struct export_count count = export_held_back(e, document);
	const json_t *list = doc_list(document, "tests");
	struct text name = TEXT_EMPTY, output = TEXT_EMPTY;
	double points = 0, max = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *test = json_array_get(list, i);
		if (!export_shows_test(e, test)) {
			points += doc_real(test, "points");
			max += doc_real(test, "max");
		}
	}
	if (count.all > 0) {
		export_say_held_back(&count, &name);
		add(tests, stage, text_string(&name), points, max, "", &output);
	}
	text_free(&name);
}

static void add_document(const struct export *e, const json_t *document, json_t *tests)
{
	const json_t *list = doc_list(document, "tests");
	const json_t *parts = doc_list(doc_object(document, "score"), "parts");
	struct text prefix = TEXT_EMPTY;
	const char *stage = export_stage(e, document, &prefix);

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *test = json_array_get(list, i);
		struct text output = TEXT_EMPTY;
		struct words status = words_test_status(test);
		if (!export_shows_test(e, test))
			continue;
		export_test_findings(e, document, test, &output);
		add(tests, stage, doc_text(test, "title"), doc_real(test, "points"),
		    doc_real(test, "max"), status.text, &output);
	}
	add_held_back(e, document, stage, tests);
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i);
		struct text output = TEXT_EMPTY;
		if (!doc_is(part, "id", "behaviour"))
			add(tests, stage, doc_text(part, "title"),
			    doc_real(part, "points"), doc_real(part, "max"),
			    doc_text(part, "how"), &output);
	}
	text_free(&prefix);
}

/* What belongs to no test; what was rejected has nothing else. */
static json_t *whole_output(const struct export *e)
{
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < e->count; i++) {
		const json_t *document = e->documents[i];
		struct words headline = words_headline(document);
		export_line(&t, headline.text);
		text_add(&t, "\n");
		export_loose_findings(&t, document);
	}
	return limited(&t);
}

static json_t *message(const struct export *e)
{
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < e->count; i++) {
		struct words detail = words_detail(e->documents[i]);
		struct text stage = TEXT_EMPTY;
		if (i > 0)
			text_add(&t, "\n");
		text_add(&t, export_stage(e, e->documents[i], &stage));
		export_line(&t, detail.text);
		text_free(&stage);
	}
	return limited(&t);
}

static json_t *not_gradable(const json_t *document)
{
	struct text why = TEXT_EMPTY;

	export_problem(document, &why);
	text_add(&why, " Nothing was counted: tell your instructor.");
	json_t *all = json_pack("{s:b, s:s, s:[s]}", "gradable", 0,
	                        "message", text_string(&why),
	                        "format_errors", text_string(&why));
	text_free(&why);
	return all;
}

bool export_prairielearn(const struct export *e, struct text *out, struct text *problem)
{
	const json_t *broken = export_not_graded(e);

	(void)problem;
	if (broken != NULL) {
		export_json(out, not_gradable(broken), JSON_INDENT(2));
		return true;
	}
	json_t *tests = json_array();
	for (size_t i = 0; i < e->count; i++)
		add_document(e, e->documents[i], tests);
	export_json(out, json_pack("{s:b, s:f, s:o, s:o, s:o}", "gradable", 1,
		"score", export_all_points(e) / export_all_max(e),
		"message", message(e), "output", whole_output(e), "tests", tests),
		JSON_INDENT(2));
	return true;
}
