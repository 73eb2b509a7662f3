/*
 * html.c - see html.h. The frame of the page, its index, and the order of a section's parts.
 */
#include "html.h"
#include "assets.h"
#include "doc.h"
#include "html_parts.h"
#include "words.h"

static void head(struct page *page, const char *whose, const char *title)
{
	page_markup(page, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	            "<meta name=\"color-scheme\" content=\"light dark\">\n"
	            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	            "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>");
	if (whose != NULL) {
		page_text(page, whose);
		page_markup(page, ": ");
	}
	page_text(page, title);
	page_markup(page, "</title>\n<style>\n");
	page_markup(page, view_report_css);
	page_markup(page, "</style>\n</head>\n<body>\n"
	            "<a class=\"skip\" href=\"#main\">To the result</a>\n");
}

static const char *look(const json_t *doc)
{
	return doc_full_marks(doc) ? "good" : doc_is(doc, "status", "not_graded") ? "warn" : "bad";
}

static const char *sign(const json_t *doc)
{
	return doc_full_marks(doc) ? "✓" : doc_is(doc, "status", "not_graded") ? "!" : "✗";
}

static void points(struct page *page, const json_t *doc)
{
	const json_t *score = doc_object(doc, "score");

	if (score == NULL) {
		page_markup(page, "not graded");
		return;
	}
	page_print(page, "<strong>%s</strong> ", words_points(doc_real(score, "points")).text);
	page_print(page, "of %s", words_points(doc_real(score, "max")).text);
}

static void index_row(struct page *page, const json_t *doc, size_t number)
{
	page_print(page, "<tr><td class=\"%s\">%s</td><td><a href=\"#s%zu\">", look(doc), sign(doc),
	           number);
	page_text(page, doc_text(doc, "stage"));
	page_markup(page, "</a> ");
	page_text(page, doc_text(doc, "stage_title"));
	page_markup(page, "</td><td class=\"right\">");
	points(page, doc);
	page_markup(page, "</td><td>");
	page_text(page, words_detail(doc).text);
	page_markup(page, "</td></tr>\n");
}

static void stages_index(struct page *page, const char *title, json_t *const docs[], size_t count)
{
	page_markup(page, "<header>");
	page_element(page, "h1", "index", title);
	page_markup(page, "</header>\n"
	            "<nav aria-label=\"Stages\">\n<div class=\"scroll\">"
	            "<table class=\"tests\"><thead><tr><th scope=\"col\">"
	            "<span class=\"hidden\">verdict</span></th><th scope=\"col\">stage</th>"
	            "<th scope=\"col\">points</th><th scope=\"col\">in short</th>"
	            "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < count; i++)
		index_row(page, docs[i], i + 1);
	page_markup(page, "</tbody></table></div></nav>\n");
}

static void parts(struct page *page, const json_t *doc)
{
	const json_t *list = doc_list(doc_object(doc, "score"), "parts");

	if (json_array_size(list) == 0 || !doc_is(doc, "status", "graded"))
		return;
	page_markup(page, "<ul class=\"parts\">\n");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *part = json_array_get(list, i);
		double max = doc_real(part, "max");
		double share = max > 0 ? 100 * doc_real(part, "points") / max : 0;

		page_markup(page, "<li>");
		page_element(page, "span", "title", doc_text(part, "title"));
		page_print(page, "<span class=\"points\"><strong>%s</strong> ",
		           words_points(doc_real(part, "points")).text);
		page_print(page, "of %s</span>\n", words_points(max).text);
		page_print(page, "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:%.0f%%\">"
		           "</span></span>\n", share < 0 ? 0 : share > 100 ? 100 : share);
		page_element(page, "span", "how", doc_text(part, "how"));
		page_markup(page, "</li>\n");
	}
	page_markup(page, "</ul>\n");
}

/* What a student needs to know beside the verdict when grading stopped early. */
static void remedy(struct page *page, const json_t *doc)
{
	if (doc_is(doc, "status", "not_graded"))
		page_markup(page, "<p>This says nothing about your work: it is not a zero.</p>\n");
	if (doc_is(doc, "status", "graded") || doc_text(doc, "remedy") == NULL)
		return;
	page_markup(page, "<p class=\"next\"><strong>Do this next:</strong> ");
	page_text(page, doc_text(doc, "remedy"));
	page_markup(page, "</p>\n");
}

static void notes(struct page *page, const json_t *doc)
{
	const json_t *phases = doc_object(doc, "phases");
	const char *name;
	json_t *phase;

	page_markup(page, "<details class=\"plain\"><summary>How it was graded</summary>\n<table>"
	            "<thead><tr><th scope=\"col\">phase</th><th scope=\"col\">status</th>"
	            "<th scope=\"col\">seconds</th><th scope=\"col\">note</th></tr></thead>\n<tbody>\n");
	json_object_foreach((json_t *)phases, name, phase) {
		page_markup(page, "<tr><th scope=\"row\">");
		page_text(page, name);
		page_markup(page, "</th><td>");
		page_text(page, doc_text(phase, "status"));
		page_print(page, "</td><td class=\"right\">%.2f</td><td>", doc_real(phase, "seconds"));
		page_text(page, doc_text(phase, "note"));
		page_markup(page, "</td></tr>\n");
	}
	page_markup(page, "</tbody></table>\n");
	page_element(page, "p", "tools", doc_text(doc, "tools"));
	page_markup(page, "</details>\n");
}

static void section(struct page *page, const json_t *doc, const char *level)
{
	page_print(page, "<section id=\"s%zu\">\n<header class=\"verdict %s\"><%s>", page->section,
	           look(doc), level);
	page_text(page, doc_text(doc, "stage"));
	page_element(page, "small", "title", doc_text(doc, "stage_title"));
	page_print(page, "</%s>\n<p class=\"sum\"><span class=\"sign\">%s</span> ", level, sign(doc));
	points(page, doc);
	page_markup(page, doc_object(doc, "score") != NULL ? " points. " : ". ");
	if (doc_bool(doc, "quick"))
		page_markup(page, "Behaviour only. ");
	page_text(page, words_detail(doc).text);
	page_markup(page, "</p>\n");
	remedy(page, doc);
	parts(page, doc);
	page_markup(page, "</header>\n");
	html_findings(page, doc);
	html_heaps(page, doc);
	html_source(page, doc);
	html_tests(page, doc);
	html_own_tests(page, doc);
	html_traces(page, doc);
	notes(page, doc);
	page_markup(page, "</section>\n");
}

static void foot(struct page *page, const json_t *doc)
{
	const json_t *generator = doc_object(doc, "generator");

	page_markup(page, "</main>\n<footer><p>Written by ");
	page_text(page, doc_text(generator, "name"));
	page_markup(page, " ");
	page_text(page, doc_text(generator, "version"));
	page_markup(page, ". Keys: <kbd>n</kbd> next finding, <kbd>p</kbd> previous.</p>"
	            "</footer>\n<script>\n");
	page_markup(page, view_report_js);
	page_markup(page, "</script>\n</body>\n</html>\n");
}

bool view_html(json_t *const docs[], size_t count, const char *whose, FILE *out)
{
	struct page page = { .out = out };
	struct words title = { "Your stages" };

	if (count == 1)
		title = words_headline(docs[0]);
	else if (whose != NULL)
		title = (struct words){ "All stages" };
	head(&page, whose, title.text);
	page_markup(&page, "<main id=\"main\">\n");
	page_element(&page, "p", "whose", whose);
	if (count != 1)
		stages_index(&page, title.text, docs, count);
	for (page.section = 1; page.section <= count; page.section++)
		section(&page, docs[page.section - 1], count == 1 ? "h1" : "h2");
	foot(&page, count > 0 ? docs[0] : NULL);
	return fflush(out) == 0 && !ferror(out);
}
