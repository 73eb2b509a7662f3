/*
 * html_tests.c - the course's tests, and how the student's own tests fared.
 */
#include "doc.h"
#include "html_parts.h"
#include "words.h"

static bool clean(const json_t *test)
{
	return doc_is(test, "status", "passed") && !doc_is(test, "memory", "errors");
}

static void links(struct page *page, const json_t *doc, const json_t *test)
{
	const json_t *findings = doc_list(test, "findings");

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const char *id = json_string_value(json_array_get(findings, i));
		size_t number = doc_finding_number(doc, id);

		if (number > 0)
			page_print(page, " <a href=\"#s%zu-f%zu\">finding %zu</a>", page->section,
			           number, number);
	}
}

static void one_test(struct page *page, const json_t *doc, const json_t *test)
{
	bool passed = doc_is(test, "status", "passed");
	bool later = doc_runs_later(test);
	const char *look = clean(test) ? "good" : passed || later ? "warn" : "bad";

	page_print(page, "<tr><td class=\"%s\">%s ", look,
	           clean(test) ? "✓" : later ? "…" : passed ? "!" : "✗");
	page_text(page, words_test_status(test).text);
	page_markup(page, "</td><td>");
	page_text(page, doc_text(test, "title"));
	if (doc_bool(test, "held_back"))
		page_markup(page, " <span class=\"tag\">held back</span>");
	page_element(page, "div", "name", doc_text(test, "name"));
	if (!passed && !doc_runs_later(test))
		page_element(page, "div", "means", doc_text(test, "means"));
	page_markup(page, "</td><td>");
	links(page, doc, test);
	page_print(page, "</td><td class=\"right\">%s of ",
	           words_points(doc_real(test, "points")).text);
	page_print(page, "%s</td></tr>\n", words_points(doc_real(test, "max")).text);
}

void html_tests(struct page *page, const json_t *doc)
{
	const json_t *tests = doc_list(doc, "tests");

	if (json_array_size(tests) == 0 || !doc_is(doc, "status", "graded"))
		return;
	page_print(page, "<h3 id=\"s%zu-tests\">Tests</h3>\n<div class=\"scroll\" tabindex=\"0\" "
	           "role=\"region\" aria-label=\"Tests\"><table class=\"tests\"><thead><tr>"
	           "<th scope=\"col\">verdict</th><th scope=\"col\">what it checks</th>"
	           "<th scope=\"col\">see</th><th scope=\"col\">weight</th></tr></thead>\n<tbody>\n",
	           page->section);
	for (size_t i = 0; i < json_array_size(tests); i++)
		if (!clean(json_array_get(tests, i)))
			one_test(page, doc, json_array_get(tests, i));
	for (size_t i = 0; i < json_array_size(tests); i++)
		if (clean(json_array_get(tests, i)))
			one_test(page, doc, json_array_get(tests, i));
	page_markup(page, "</tbody></table></div>\n");
}

static void mutants(struct page *page, const json_t *list)
{
	page_markup(page, "<table class=\"tests\"><thead><tr><th scope=\"col\">verdict</th>"
	            "<th scope=\"col\">the bug</th><th scope=\"col\">caught by</th>"
	            "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *mutant = json_array_get(list, i);
		bool caught = doc_bool(mutant, "caught");

		page_print(page, "<tr><td class=\"%s\">%s</td><td>", caught ? "good" : "bad",
		           caught ? "✓ caught" : "✗ missed");
		page_text(page, doc_text(mutant, "bug"));
		page_markup(page, "</td><td><code>");
		page_text(page, doc_text(mutant, "by"));
		page_markup(page, "</code></td></tr>\n");
	}
	page_markup(page, "</tbody></table>\n");
}

void html_own_tests(struct page *page, const json_t *doc)
{
	const json_t *own = doc_object(doc, "own");
	const json_t *list = doc_list(own, "mutants");
	struct doc_counts counts = doc_count(doc);

	if (!doc_bool(own, "present")
	    || (json_array_size(list) == 0 && doc_text(own, "problem") == NULL))
		return;
	page_print(page, "<h3 id=\"s%zu-own\">Your own tests</h3>\n", page->section);
	page_element(page, "p", "problem", doc_text(own, "problem"));
	if (json_array_size(list) == 0)
		return;
	page_print(page, "<p>%lld of your own tests caught %zu of %zu planted bugs. Each bug is the "
	           "reference solution with one mistake in it.</p>\n", doc_int(own, "tests"),
	           counts.caught, counts.mutants);
	mutants(page, list);
	if (doc_bool(doc_object(own, "coverage"), "known"))
		page_print(page, "<p>They reach %s of your own code.</p>\n",
		           words_coverage(doc_object(own, "coverage")).text);
}
