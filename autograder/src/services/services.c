/*
 * services.c - what the exports share; see services.h.
 */
#include "services/services.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "view/doc.h"
#include "view/glyph.h"
#include "view/words.h"

#define RUBRIC_POINTS 100.0

static const struct format {
	const char *name;
	export_format *write;
} formats[] = {
	{ "gradescope", export_gradescope },
	{ "prairielearn", export_prairielearn },
	{ "autolab", export_autolab },
	{ "classroom50", export_classroom50 },
	{ "sarif", export_sarif },
	{ "junit", export_junit },
	{ "github", export_github },
	{ "annotations", export_annotations },
};

const char *export_formats(void)
{
	return "gradescope, prairielearn, autolab, classroom50, sarif, junit, github, "
	       "annotations";
}

enum export_status export_documents(const char *format, const struct export *e,
                                    struct text *out, struct text *problem)
{
	const struct format *asked = NULL;
	const json_t *broken = export_not_graded(e);

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, format) == 0)
			asked = &formats[i];
	if (asked == NULL) {
		problem_set(problem, "There is no format \"%s\". It is one of: %s.", format,
		            export_formats());
		return EXPORT_FAILED;
	}
	if (!asked->write(e, out, problem))
		return EXPORT_FAILED;
	if (broken == NULL)
		return EXPORT_DONE;
	struct text why = TEXT_EMPTY;
	export_problem(broken, &why);
	problem_set(problem, "%s", text_string(&why));
	text_free(&why);
	return EXPORT_NOT_GRADED;
}

/* ---- verdicts ------------------------------------------------------------ */

const json_t *export_not_graded(const struct export *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (!doc_is(e->documents[i], "status", "graded") &&
		    !doc_is(e->documents[i], "status", "rejected"))
			return e->documents[i];
	return NULL;
}

void export_problem(const json_t *document, struct text *t)
{
	const char *problem = doc_text(document, "problem");
	const char *remedy = doc_text(document, "remedy");

	export_line(t, doc_text(document, "stage"));
	text_add(t, doc_is(document, "status", "rejected") ? ": "
	                                                   : " could not be graded: ");
	export_line(t, problem != NULL ? problem : "the document does not say why");
	if (remedy != NULL)
		text_add(t, " ");
	export_line(t, remedy);
}

double export_points(const json_t *document)
{
	return doc_real(doc_object(document, "score"), "points");
}

double export_max(const json_t *document)
{
	double max = doc_real(doc_object(document, "score"), "max");

	return max > 0 ? max : RUBRIC_POINTS;
}

double export_all_points(const struct export *e)
{
	double sum = 0;

	for (size_t i = 0; i < e->count; i++)
		sum += export_points(e->documents[i]);
	return sum;
}

double export_all_max(const struct export *e)
{
	double sum = 0;

	for (size_t i = 0; i < e->count; i++)
		sum += export_max(e->documents[i]);
	return sum;
}

const char *export_stage(const struct export *e, const json_t *document,
                         struct text *t)
{
	text_cut(t, 0);
	if (e->count > 1) {
		export_line(t, doc_text(document, "stage"));
		text_add(t, ": ");
	}
	return text_string(t);
}

/* ---- held-back tests ------------------------------------------------------ */

bool export_shows_test(const struct export *e, const json_t *test)
{
	return e->reveal || !doc_bool(test, "held_back");
}

static const json_t *find_test(const json_t *document, const char *name)
{
	const json_t *tests = doc_list(document, "tests");

	for (size_t i = 0; i < json_array_size(tests); i++)
		if (doc_is(json_array_get(tests, i), "name", name))
			return json_array_get(tests, i);
	return NULL;
}

bool export_shows_finding(const struct export *e, const json_t *document,
                          const json_t *finding)
{
	const json_t *names = doc_list(finding, "tests");
	bool shown = json_array_size(names) == 0;

	for (size_t i = 0; i < json_array_size(names) && !shown; i++) {
		const char *name = json_string_value(json_array_get(names, i));
		const json_t *test = name != NULL ? find_test(document, name) : NULL;
		shown = test == NULL || export_shows_test(e, test);
	}
	return shown;
}

struct export_count export_held_back(const struct export *e, const json_t *document)
{
	const json_t *tests = doc_list(document, "tests");
	struct export_count count = { 0 };

	for (size_t i = 0; i < json_array_size(tests); i++) {
		const json_t *test = json_array_get(tests, i);
		if (export_shows_test(e, test))
			continue;
		count.all++;
		count.passed += doc_is(test, "status", "passed");
		count.ran += !doc_is(test, "status", "skipped");
	}
	return count;
}

void export_say_held_back(const struct export_count *count, struct text *t)
{
	const char *plural = count->all == 1 ? "" : "s";

	if (count->ran == 0)
		text_add_format(t, "%zu held-back test%s run when you hand in", count->all,
		                plural);
	else
		text_add_format(t, "%zu of %zu held-back test%s pass%s", count->passed,
		                count->all, plural, count->all == 1 ? "es" : "");
}

/* ---- traces --------------------------------------------------------------- */

bool export_traces(const struct export *e, double *utilisation, double *instructions)
{
	size_t count = 0;

	*utilisation = *instructions = 0;
	for (size_t k = 0; k < e->count; k++) {
		const json_t *traces = doc_list(e->documents[k], "traces");
		for (size_t i = 0; i < json_array_size(traces); i++, count++) {
			const json_t *trace = json_array_get(traces, i);
			double used = doc_real(trace, "utilisation");
			double cost = doc_real(trace, "instructions");
			if (doc_text(trace, "fault") != NULL || used <= 0 || cost <= 0)
				return false;
			*utilisation += used;
			*instructions += cost;
		}
	}
	if (count > 0) {
		*utilisation /= (double)count;
		*instructions /= (double)count;
	}
	return count > 0;
}

/* ---- text ------------------------------------------------------------------ */

static void add_clean(struct text *t, const char *text, bool lines)
{
	while (text != NULL && *text != '\0') {
		struct glyph glyph = glyph_next(text);

		if (glyph.text[0] == '\n' && !lines)
			text_add(t, " ");
		else
			text_add_n(t, glyph.text, glyph.bytes);
		text += glyph.taken;
	}
}

void export_clean(struct text *t, const char *text)
{
	add_clean(t, text, true);
}

void export_line(struct text *t, const char *text)
{
	add_clean(t, text, false);
}

json_t *export_string(const char *text)
{
	struct text t = TEXT_EMPTY;

	export_clean(&t, text);
	json_t *string = json_string(text_string(&t));
	text_free(&t);
	return string;
}

static void add_part(struct text *t, const char *before, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	text_add(t, before);
	export_clean(t, text);
	text_add(t, "\n");
}

void export_finding(struct text *t, const json_t *finding)
{
	struct words place = words_place(doc_object(finding, "where"));
	struct words lesson = words_lesson(doc_object(finding, "lesson"));

	add_part(t, "", doc_text(finding, "title"));
	add_part(t, "at ", place.text);
	add_part(t, "", doc_text(finding, "what"));
	add_part(t, "expected: ", doc_text(finding, "expected"));
	add_part(t, "but got:  ", doc_text(finding, "actual"));
	add_part(t, "", doc_text(finding, "why"));
	add_part(t, "Next: ", doc_text(finding, "next"));
	add_part(t, "Lesson: ", lesson.text);
}

void export_loose_findings(struct text *t, const json_t *document)
{
	const json_t *findings = doc_list(document, "findings");

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *finding = json_array_get(findings, i);
		if (json_array_size(doc_list(finding, "tests")) > 0)
			continue;
		text_add(t, "\n");
		export_finding(t, finding);
	}
}

void export_test_findings(const struct export *e, const json_t *document,
                          const json_t *test, struct text *t)
{
	const json_t *ids = doc_list(test, "findings");
	const json_t *findings = doc_list(document, "findings");

	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		size_t number = doc_finding_number(document, id);
		const json_t *finding = number == 0 ? NULL
			: json_array_get(findings, number - 1);
		/* A held-back test of Gradescope's shows with all that it found. */
		if (finding == NULL || (export_shows_test(e, test) &&
		                        !export_shows_finding(e, document, finding)))
			continue;
		if (t->length > 0)
			text_add(t, "\n");
		export_finding(t, finding);
	}
}

void export_json(struct text *out, json_t *value, size_t flags)
{
	/* Ten digits: 0.1 stays 0.1. */
	char *bytes = json_dumps(value, flags | JSON_REAL_PRECISION(10));

	if (bytes == NULL)
		die("A document can't be written as JSON. Is it valid UTF-8?");
	text_add(out, bytes);
	text_add(out, "\n");
	free(bytes);
	json_decref(value);
}
