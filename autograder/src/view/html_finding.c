/*
 * html_finding.c - findings with their source, block history and next step.
 */
#include "doc.h"
#include "html_parts.h"
#include "words.h"

#include <string.h>

static void snippet(struct page *page, const json_t *finding)
{
	const json_t *lines = doc_list(finding, "snippet");

	if (json_array_size(lines) == 0)
		return;
	page_markup(page, "<pre class=\"snippet\">");
	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		bool hit = doc_bool(line, "hit");

		page_print(page, "<span class=\"line%s\"><span class=\"number\">%s%5lld</span> ",
		           hit ? " hit" : "", hit ? "&gt;" : " ", doc_int(line, "line"));
		page_text(page, doc_text(line, "text"));
		page_markup(page, "\n</span>");
	}
	page_markup(page, "</pre>\n");
}

static void frames(struct page *page, const json_t *doc, const char *label, const json_t *list)
{
	if (json_array_size(list) == 0)
		return;
	page_print(page, "<dt>%s</dt><dd><ol class=\"stack\">\n", label);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *frame = json_array_get(list, i);
		const json_t *place = doc_object(frame, "place");
		const char *function = doc_text(place, "function");
		bool nameless = doc_text(place, "file") == NULL
		                && doc_text(frame, "object") == NULL;

		if (nameless && i > 0)      /* of a held-back test: once is enough */
			continue;
		page_print(page, "<li%s>", doc_bool(frame, "owned") ? " class=\"owned\"" : "");
		if (doc_text(place, "file") != NULL)
			html_place(page, doc, place);
		else
			page_text(page, doc_text(frame, "object"));
		if (function != NULL) {
			page_markup(page, " in <code>");
			page_text(page, function);
			page_markup(page, "</code>");
		}
		page_markup(page, "</li>\n");
	}
	page_markup(page, "</ol></dd>\n");
}

static void row(struct page *page, const char *label, const char *tag, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	page_print(page, "<dt>%s</dt><dd>", label);
	page_element(page, tag, "value", text);
	page_markup(page, "</dd>\n");
}

static void facts(struct page *page, const json_t *doc, const json_t *finding)
{
	const json_t *block = doc_object(finding, "block");

	page_markup(page, "<dl>\n");
	row(page, "expected", "pre", doc_text(finding, "expected"));
	row(page, "got", "pre", doc_text(finding, "actual"));
	frames(page, doc, "stack", doc_list(finding, "stack"));
	if (doc_bool(block, "known")) {
		row(page, "the block", "span", words_block(block).text);
		frames(page, doc, "allocated", doc_list(block, "allocated"));
		frames(page, doc, "freed", doc_list(block, "freed"));
	}
	frames(page, doc, "the value comes from", doc_list(finding, "origin"));
	row(page, "seen", "span", words_seen(finding).text);
	row(page, words_tool(finding), "pre", doc_text(finding, "raw"));
	page_markup(page, "</dl>\n");
}

static void lesson(struct page *page, const json_t *finding)
{
	const json_t *ref = doc_object(finding, "lesson");

	if (doc_text(ref, "path") == NULL)
		return;
	page_markup(page, "<p class=\"lesson\"><strong>Read:</strong> ");
	if (doc_text(ref, "title") != NULL) {
		page_text(page, doc_text(ref, "title"));
		page_markup(page, ", in ");
	}
	page_element(page, "code", "path", words_lesson(ref).text);
	page_markup(page, "</p>\n");
}

static const char *severity_class(const json_t *finding)
{
	return doc_is(finding, "severity", "warning") ? "warn"
	       : doc_is(finding, "severity", "note") ? "note" : "bad";
}

/* The file without its folder, and the line: enough to find one's way in a list. */
static void short_place(struct page *page, const json_t *where)
{
	struct words place = words_place(where);
	const char *slash = strrchr(place.text, '/');

	page_element(page, "span", "short", slash != NULL ? slash + 1 : place.text);
}

static void one_finding(struct page *page, const json_t *doc, const json_t *finding,
                        size_t number)
{
	const json_t *where = doc_object(finding, "where");

	page_print(page, "<details class=\"finding %s\" id=\"s%zu-f%zu\"%s>\n<summary>"
	           "<span class=\"tag\">%zu · %s</span> ", severity_class(finding), page->section,
	           number, number == 1 ? " open" : "", number,
	           strcmp(severity_class(finding), "bad") == 0 ? "error"
	           : strcmp(severity_class(finding), "warn") == 0 ? "warning" : "note");
	page_element(page, "span", "title", doc_text(finding, "title"));
	short_place(page, where);
	page_markup(page, "</summary>\n<div class=\"body\">\n");
	if (doc_text(where, "file") != NULL) {
		page_markup(page, "<p class=\"where\">");
		html_place(page, doc, where);
		if (doc_text(where, "function") != NULL) {
			page_markup(page, " in <code>");
			page_text(page, doc_text(where, "function"));
			page_markup(page, "</code>");
		}
		page_markup(page, "</p>\n");
	}
	snippet(page, finding);
	page_element(page, "p", "what", doc_text(finding, "what"));
	page_element(page, "p", "why", doc_text(finding, "why"));
	if (doc_text(finding, "next") != NULL) {
		page_markup(page, "<p class=\"next\"><strong>Do this next:</strong> ");
		page_text(page, doc_text(finding, "next"));
		page_markup(page, "</p>\n");
	}
	lesson(page, finding);
	facts(page, doc, finding);
	page_markup(page, "</div>\n</details>\n");
}

void html_findings(struct page *page, const json_t *doc)
{
	const json_t *findings = doc_list(doc, "findings");

	if (json_array_size(findings) == 0)
		return;
	page_print(page, "<h3 id=\"s%zu-findings\">What to look at, in this order</h3>\n",
	           page->section);
	for (size_t i = 0; i < json_array_size(findings); i++)
		one_finding(page, doc, json_array_get(findings, i), i + 1);
}
