/*
 * junit.c - JUnit XML, as Jenkins, GitLab and GitHub's reporters read it.
 *
 * There is no standard; this keeps to what https://github.com/testmoapp/junitxml
 * describes and to the schema of Jenkins' xUnit plugin (junit-10.xsd): a suite for each
 * stage, one for its memory and one for the student's own tests, where those ran.
 *
 * Held-back tests are one test case. What is not graded is an <error>, which these
 * tools tell from a <failure>.
 */
#include "services/services.h"

#include <stdarg.h>
#include <string.h>

#include "view/doc.h"
#include "view/glyph.h"
#include "view/words.h"

/* A suite under way: its cases are written first, its counts stand before them. */
struct suite {
	const struct export *e;
	const json_t *document;
	const char *kind;              /* "", ".memory", ".own-tests"           */
	struct text cases;
	size_t tests, failures, errors, skipped;
	double seconds;
};

/* Escaped for an element or a quoted attribute. XML 1.0 has no U+FFFE and U+FFFF. */
static void add_xml(struct text *t, const char *text)
{
	struct text clean = TEXT_EMPTY;

	export_clean(&clean, text);
	for (const char *s = text_string(&clean); *s != '\0'; s++) {
		switch (*s) {
		case '&': text_add(t, "&amp;"); break;
		case '<': text_add(t, "&lt;"); break;
		case '>': text_add(t, "&gt;"); break;
		case '"': text_add(t, "&quot;"); break;
		case '\n': text_add(t, "&#10;"); break;
		default:
			if (text_starts(s, "\xef\xbf\xbe") || text_starts(s, "\xef\xbf\xbf")) {
				text_add(t, "\xef\xbf\xbd");
				s += 2;
			} else {
				text_add_n(t, s, 1);
			}
		}
	}
	text_free(&clean);
}

static void begin_case(struct suite *s, const char *of, const char *name, double seconds)
{
	s->tests++;
	s->seconds += seconds;
	text_add(&s->cases, "    <testcase classname=\"");
	add_xml(&s->cases, doc_text(s->document, "stage"));
	add_xml(&s->cases, s->kind);
	if (of != NULL) {
		text_add(&s->cases, ".");
		add_xml(&s->cases, of);
	}
	text_add(&s->cases, "\" name=\"");
	add_xml(&s->cases, name);
	text_add_format(&s->cases, "\" time=\"%.3f\">", seconds);
}

/* tag: failure, error or skipped. */
static void add_outcome(struct suite *s, const char *tag, const char *type,
                        const char *message, const char *body)
{
	s->failures += strcmp(tag, "failure") == 0;
	s->errors += strcmp(tag, "error") == 0;
	s->skipped += strcmp(tag, "skipped") == 0;
	text_add_format(&s->cases, "<%s", tag);
	if (type != NULL) {
		text_add(&s->cases, " type=\"");
		add_xml(&s->cases, type);
		text_add(&s->cases, "\"");
	}
	text_add(&s->cases, " message=\"");
	add_xml(&s->cases, message);
	text_add(&s->cases, "\">");
	add_xml(&s->cases, body);
	text_add_format(&s->cases, "</%s>", tag);
}

static void end_case(struct suite *s)
{
	text_add(&s->cases, "</testcase>\n");
}

static void end_suite(struct suite *s, struct text *out)
{
	if (s->tests > 0) {
		text_add(out, "  <testsuite name=\"");
		add_xml(out, doc_text(s->document, "stage"));
		add_xml(out, s->kind);
		text_add_format(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		                "skipped=\"%zu\" time=\"%.3f\">\n%s  </testsuite>\n", s->tests,
		                s->failures, s->errors, s->skipped, s->seconds,
		                text_string(&s->cases));
	}
	text_free(&s->cases);
}

/* ---- the suites ------------------------------------------------------------ */

/* "vec_push/grows" is the test grows of the class vec_push. */
static void begin_test(struct suite *s, const json_t *test, double seconds)
{
	const char *name = doc_text(test, "name");
	const char *slash = name != NULL ? strchr(name, '/') : NULL;
	char of[128] = "";

	if (slash != NULL && (size_t)(slash - name) < sizeof of) {
		memcpy(of, name, (size_t)(slash - name));
		name = slash + 1;
	}
	begin_case(s, of[0] != '\0' ? of : NULL, name, seconds);
}

static bool ran(const json_t *test)
{
	return !doc_is(test, "status", "skipped") && !doc_is(test, "status", "not_run");
}

static void add_test(struct suite *s, const json_t *test)
{
	struct text body = TEXT_EMPTY;
	struct words status = words_test_status(test);

	begin_test(s, test, doc_real(test, "seconds"));
	export_test_findings(s->e, s->document, test, &body);
	if (!ran(test))
		add_outcome(s, "skipped", NULL, status.text, "");
	else if (!doc_is(test, "status", "passed"))
		add_outcome(s, "failure", doc_text(test, "status"),
		            doc_text(test, "title"), text_string(&body));
	end_case(s);
	text_free(&body);
}

static void add_memory(struct suite *s, const json_t *test)
{
	struct text body = TEXT_EMPTY;

	if (doc_is(test, "memory", "not_run"))
		return;
	begin_test(s, test, 0);
	if (doc_is(test, "memory", "errors")) {
		export_test_findings(s->e, s->document, test, &body);
		add_outcome(s, "failure", "memory", doc_text(test, "title"),
		            text_string(&body));
	}
	end_case(s);
	text_free(&body);
}

static void each_test(struct suite *s, void (*add)(struct suite *, const json_t *))
{
	const json_t *tests = doc_list(s->document, "tests");

	for (size_t i = 0; i < json_array_size(tests); i++)
		if (export_shows_test(s->e, json_array_get(tests, i)))
			add(s, json_array_get(tests, i));
}

static void add_held_back(struct suite *s)
{
	struct export_count held = export_held_back(s->e, s->document);
	struct text said = TEXT_EMPTY;

	if (held.all == 0)
		return;
	export_say_held_back(&held, &said);
	begin_case(s, NULL, "held-back tests", 0);
	if (held.ran == 0)
		add_outcome(s, "skipped", NULL, text_string(&said), "");
	else if (held.passed < held.all)
		add_outcome(s, "failure", "held-back", text_string(&said), "");
	end_case(s);
	text_free(&said);
}

static void add_mutants(struct suite *s)
{
	const json_t *mutants = doc_list(doc_object(s->document, "own"), "mutants");

	for (size_t i = 0; i < json_array_size(mutants); i++) {
		const json_t *mutant = json_array_get(mutants, i);
		begin_case(s, NULL, doc_text(mutant, "bug"), 0);
		if (!doc_bool(mutant, "caught"))
			add_outcome(s, "failure", "not-caught",
			            "your tests do not catch this bug", "");
		end_case(s);
	}
}

/* Neither tests nor points: one case says why. */
static void add_whole(struct suite *s, const char *tag)
{
	const json_t *findings = doc_list(s->document, "findings");
	struct text why = TEXT_EMPTY, body = TEXT_EMPTY;

	export_problem(s->document, &why);
	for (size_t i = 0; i < json_array_size(findings); i++)
		export_finding(&body, json_array_get(findings, i));
	begin_case(s, NULL, "submission", 0);
	add_outcome(s, tag, doc_text(s->document, "status"), text_string(&why),
	            text_string(&body));
	end_case(s);
	text_free(&body);
	text_free(&why);
}

static void add_document(const struct export *e, const json_t *document,
                         struct text *out)
{
	struct suite s = { .e = e, .document = document, .kind = "" };

	if (doc_is(document, "status", "graded")) {
		each_test(&s, add_test);
		add_held_back(&s);
	} else {
		add_whole(&s, doc_is(document, "status", "rejected") ? "failure"
		                                                     : "error");
	}
	end_suite(&s, out);
	if (!doc_is(document, "status", "graded"))
		return;
	s = (struct suite){ .e = e, .document = document, .kind = ".memory" };
	each_test(&s, add_memory);
	end_suite(&s, out);
	s = (struct suite){ .e = e, .document = document, .kind = ".own-tests" };
	if (doc_bool(doc_object(document, "own"), "passes_reference"))
		add_mutants(&s);
	end_suite(&s, out);
}

bool export_junit(const struct export *e, struct text *out, struct text *problem)
{
	(void)problem;
	text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	         "<testsuites name=\"grade\">\n");
	for (size_t i = 0; i < e->count; i++)
		add_document(e, e->documents[i], out);
	text_add(out, "</testsuites>\n");
	return true;
}
