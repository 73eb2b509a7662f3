/*
 * github.c - for GitHub: a comment or job summary in Markdown, and commands that
 * annotate lines.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * tells how ::error and its properties are written, and what is escaped; a step shows
 * ten of each level. The comment begins with a mark, by which the workflow finds its
 * older one.
 *
 * Text of a document is escaped so that it makes no markup, link, mention or reference;
 * source stands in a fence that it cannot close. Held-back tests are one line. What is
 * not graded says so in place of points.
 */
#include "services/services.h"

#include <ctype.h>
#include <string.h>

#include "view/doc.h"
#include "view/words.h"

enum {
	FINDINGS_MAX = 20,       /* a comment has 65536 characters             */
	FIELD_MAX = 1500,        /* of one text in it                          */
	BEGIN = 12,              /* "123456789. " makes a list                 */
	ANNOTATIONS_MAX = 10,    /* of one level, as GitHub shows              */
};

/* ---- Markdown ---------------------------------------------------------------- */

/* What makes lists, headings and rules does so only where a line begins. */
static bool is_markup(char c, bool begins)
{
	return strchr("\\`*_[]|~$#!:@(", c) != NULL ||
	       (begins && ispunct((unsigned char)c));
}

/* A zero-width space behind it takes @, # and :// their meaning for GitHub. */
static void add_inert(struct text *t, const char *s, bool begins)
{
	if (strchr("&<>", *s) != NULL)
		text_add(t, *s == '&' ? "&amp;" : *s == '<' ? "&lt;" : "&gt;");
	else if (is_markup(*s, begins))
		text_add_format(t, "\\%c", *s);
	else
		text_add_n(t, s, 1);
	if (*s == '@' || *s == '#' || text_starts(s, "://") || text_starts(s, "www.") ||
	    text_starts(s, "GH-"))
		text_add(t, "&#8203;");
}

static void add_markdown(struct text *t, const char *text)
{
	struct text line = TEXT_EMPTY;
	size_t taken = 0;

	export_line(&line, text);
	for (const char *s = text_string(&line); *s != '\0'; s++) {
		/* Not in the middle of a character. */
		if (++taken > FIELD_MAX && ((unsigned char)*s & 0xc0) != 0x80) {
			text_add(t, " ...");
			break;
		}
		add_inert(t, s, taken <= BEGIN);
	}
	text_free(&line);
}

static void add_paragraph(struct text *out, const char *before, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	text_add(out, before);
	add_markdown(out, text);
	text_add(out, "\n\n");
}

/* More backquotes than any line of the snippet has in a row. */
static size_t fence_of(const json_t *snippet)
{
	size_t longest = 2;

	for (size_t i = 0; i < json_array_size(snippet); i++) {
		const char *s = doc_text(json_array_get(snippet, i), "text");
		while (s != NULL && *s != '\0') {
			size_t run = strspn(s, "`");
			longest = run > longest ? run : longest;
			s += run > 0 ? run : 1;
		}
	}
	return longest + 1;
}

static void add_snippet(struct text *out, const json_t *snippet)
{
	size_t fence = fence_of(snippet);

	if (json_array_size(snippet) == 0)
		return;
	for (size_t i = 0; i < fence; i++)
		text_add(out, "`");
	text_add(out, "c\n");
	for (size_t i = 0; i < json_array_size(snippet); i++) {
		const json_t *line = json_array_get(snippet, i);
		text_add_format(out, "%5lld %s ", doc_int(line, "line"),
		                doc_bool(line, "hit") ? ">" : " ");
		export_line(out, doc_text(line, "text"));
		text_add(out, "\n");
	}
	for (size_t i = 0; i < fence; i++)
		text_add(out, "`");
	text_add(out, "\n\n");
}

static void add_finding(struct text *out, const json_t *finding)
{
	struct words place = words_place(doc_object(finding, "where"));
	struct words lesson = words_lesson(doc_object(finding, "lesson"));

	text_add(out, "#### ");
	add_markdown(out, doc_text(finding, "title"));
	text_add(out, "\n\n");
	add_paragraph(out, "at ", place.text);
	add_snippet(out, doc_list(finding, "snippet"));
	add_paragraph(out, "", doc_text(finding, "what"));
	add_paragraph(out, "Expected: ", doc_text(finding, "expected"));
	add_paragraph(out, "But got: ", doc_text(finding, "actual"));
	add_paragraph(out, "", doc_text(finding, "why"));
	add_paragraph(out, "**Next:** ", doc_text(finding, "next"));
	add_paragraph(out, "Lesson: ", lesson.text);
}

/* ---- one document -------------------------------------------------------------- */

static void add_parts(struct text *out, const json_t *document)
{
	const json_t *parts = doc_list(doc_object(document, "score"), "parts");

	if (json_array_size(parts) == 0)
		return;
	text_add(out, "| | points | of | |\n|---|---:|---:|---|\n");
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i);
		struct words points = words_points(doc_real(part, "points"));
		struct words max = words_points(doc_real(part, "max"));
		text_add(out, "| ");
		add_markdown(out, doc_text(part, "title"));
		text_add_format(out, " | %s | %s | ", points.text, max.text);
		add_markdown(out, doc_text(part, "how"));
		text_add(out, " |\n");
	}
	text_add(out, "\n");
}

static void add_findings(const struct export *e, const json_t *document,
                         struct text *out)
{
	const json_t *findings = doc_list(document, "findings");
	size_t shown = 0, left = 0;

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *finding = json_array_get(findings, i);
		if (!export_shows_finding(e, document, finding))
			continue;
		if (shown == FINDINGS_MAX) {
			left++;
			continue;
		}
		if (shown++ == 1)
			text_add(out, "<details><summary>More findings</summary>\n\n");
		add_finding(out, finding);
	}
	if (left > 0)
		text_add_format(out, "And %zu more.\n\n", left);
	if (shown > 1)
		text_add(out, "</details>\n\n");
}

static void add_tests(const struct export *e, const json_t *document, struct text *out)
{
	const json_t *tests = doc_list(document, "tests");
	struct export_count held = export_held_back(e, document);
	size_t failed = 0;

	for (size_t i = 0; i < json_array_size(tests); i++) {
		const json_t *test = json_array_get(tests, i);
		struct words status = words_test_status(test);
		if (!export_shows_test(e, test) || doc_is(test, "status", "skipped") ||
		    (doc_is(test, "status", "passed") && !doc_is(test, "memory", "errors")))
			continue;
		if (failed++ == 0)
			text_add(out, "| test | |\n|---|---|\n");
		text_add(out, "| ");
		add_markdown(out, doc_text(test, "title"));
		text_add(out, " | ");
		add_markdown(out, status.text);
		text_add(out, " |\n");
	}
	if (failed > 0)
		text_add(out, "\n");
	if (held.all > 0) {
		export_say_held_back(&held, out);
		text_add(out, ".\n\n");
	}
}

static void add_document(const struct export *e, const json_t *document,
                         struct text *out)
{
	struct words headline = words_headline(document);
	struct words detail = words_detail(document);

	text_add(out, "### ");
	add_markdown(out, headline.text);
	text_add(out, "\n\n");
	add_paragraph(out, "", detail.text);
	if (!doc_is(document, "status", "graded"))
		add_paragraph(out, "", doc_text(document, "remedy"));
	add_parts(out, document);
	add_findings(e, document, out);
	add_tests(e, document, out);
}

bool export_github(const struct export *e, struct text *out, struct text *problem)
{
	(void)problem;
	text_add(out, "<!-- grade -->\n");
	for (size_t i = 0; i < e->count; i++)
		add_document(e, e->documents[i], out);
	return true;
}

/* ---- annotations ----------------------------------------------------------------- */

/* property: in front of the message, where : and , divide. */
static void add_command(struct text *t, const char *text, bool property)
{
	struct text clean = TEXT_EMPTY;

	export_clean(&clean, text);
	for (const char *s = text_string(&clean); *s != '\0'; s++)
		if (*s == '%' || *s == '\r' || *s == '\n' ||
		    (property && (*s == ':' || *s == ',')))
			text_add_format(t, "%%%02X", (unsigned)*s);
		else
			text_add_n(t, s, 1);
	text_free(&clean);
}

static void add_annotation(struct text *out, const char *level, const json_t *finding)
{
	const json_t *where = doc_object(finding, "where");
	const char *file = doc_text(where, "file");
	struct text body = TEXT_EMPTY;

	text_add_format(out, "::%s ", level);
	if (file != NULL) {
		text_add(out, "file=");
		add_command(out, file, true);
		text_add(out, ",");
		if (doc_int(where, "line") > 0)
			text_add_format(out, "line=%lld,", doc_int(where, "line"));
		if (doc_int(where, "column") > 0)
			text_add_format(out, "col=%lld,", doc_int(where, "column"));
	}
	text_add(out, "title=");
	add_command(out, doc_text(finding, "title"), true);
	text_add(out, "::");
	export_finding(&body, finding);
	add_command(out, text_string(&body), false);
	text_add(out, "\n");
	text_free(&body);
}

static const char *level_of(const json_t *finding)
{
	return doc_is(finding, "severity", "error") ? "error"
	     : doc_is(finding, "severity", "warning") ? "warning" : "notice";
}

static void annotate_level(const struct export *e, const char *level, struct text *out)
{
	size_t shown = 0;

	for (size_t k = 0; k < e->count; k++) {
		const json_t *findings = doc_list(e->documents[k], "findings");
		for (size_t i = 0; i < json_array_size(findings); i++) {
			const json_t *finding = json_array_get(findings, i);
			if (strcmp(level_of(finding), level) == 0 &&
			    export_shows_finding(e, e->documents[k], finding) &&
			    shown++ < ANNOTATIONS_MAX)
				add_annotation(out, level, finding);
		}
	}
}

bool export_annotations(const struct export *e, struct text *out, struct text *problem)
{
	const json_t *broken = export_not_graded(e);

	(void)problem;
	if (broken != NULL) {
		struct text why = TEXT_EMPTY;
		export_problem(broken, &why);
		text_add(out, "::warning title=Not graded::");
		add_command(out, text_string(&why), false);
		text_add(out, "\n");
		text_free(&why);
	}
	annotate_level(e, "error", out);
	annotate_level(e, "warning", out);
	annotate_level(e, "notice", out);
	return true;
}
