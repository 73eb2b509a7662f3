/*
 * html_source.c - the student's files with coverage, and findings at their lines.
 */
#include "doc.h"
#include "html_parts.h"
#include "words.h"

#include <string.h>

/* Where FILE stands among the files that the page shows, from 1; 0: it is not shown. */
static size_t file_number(const json_t *doc, const char *file)
{
	const json_t *files = doc_list(doc_object(doc, "coverage"), "files");

	for (size_t i = 0; file != NULL && i < json_array_size(files); i++)
		if (doc_is(json_array_get(files, i), "file", file))
			return i + 1;
	return 0;
}

void html_place(struct page *page, const json_t *doc, const json_t *place)
{
	size_t number = file_number(doc, doc_text(place, "file"));
	long long line = doc_int(place, "line");

	if (number == 0 || line <= 0) {
		page_element(page, "code", "path", words_place(place).text);
		return;
	}
	page_print(page, "<a class=\"path\" href=\"#s%zu-file%zu-%lld\">", page->section, number,
	           line);
	page_text(page, words_place(place).text);
	page_markup(page, "</a>");
}

/* The coverage of LINE, looked for from *INDEX on, which moves with the lines. */
static const json_t *line_coverage(const json_t *lines, size_t *index, long long line)
{
	while (*index < json_array_size(lines)
	       && doc_int(json_array_get(lines, *index), "line") < line)
		++*index;
	if (doc_int(json_array_get(lines, *index), "line") == line)
		return json_array_get(lines, *index);
	return NULL;
}

static void coverage_cells(struct page *page, const json_t *seen)
{
	long long hits = doc_int(seen, "hits");
	long long branches = doc_int(seen, "branches");
	long long taken = doc_int(seen, "branches_taken");

	if (seen == NULL)
		page_markup(page, "<td></td><td></td>");
	else if (hits == 0)
		page_markup(page, "<td class=\"hits\">✗ never</td><td></td>");
	else {
		page_print(page, "<td class=\"hits\">%lld×</td>", hits);
		if (branches > 0)
			page_print(page, "<td class=\"hits\">%s%lld of %lld</td>",
			           taken < branches ? "! " : "", taken, branches);
		else
			page_markup(page, "<td></td>");
	}
}

static const char *line_class(const json_t *seen)
{
	if (seen == NULL)
		return "blank";
	if (doc_int(seen, "hits") == 0)
		return "missed";
	return doc_int(seen, "branches_taken") < doc_int(seen, "branches") ? "partly" : "reached";
}

static void findings_of_line(struct page *page, const json_t *doc, const char *file,
                             long long line)
{
	const json_t *findings = doc_list(doc, "findings");

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *finding = json_array_get(findings, i);
		const json_t *where = doc_object(finding, "where");

		if (doc_int(where, "line") != line || !doc_is(where, "file", file))
			continue;
		page_print(page, "<tr class=\"remark\"><td></td><td></td><td></td><td>"
		           "<a href=\"#s%zu-f%zu\">↑ %zu · ", page->section, i + 1, i + 1);
		page_text(page, doc_text(finding, "title"));
		page_markup(page, "</a></td></tr>\n");
	}
}

static void one_file(struct page *page, const json_t *doc, const json_t *file, size_t number)
{
	const json_t *source = doc_list(file, "source");
	const json_t *lines = doc_list(file, "lines");
	const char *name = doc_text(file, "file");
	size_t index = 0;

	page_markup(page, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	page_text(page, name);
	page_markup(page, "\">\n<table class=\"source\"><caption>");
	page_element(page, "code", "path", name);
	page_markup(page, "</caption>\n<thead><tr><th scope=\"col\">line</th><th scope=\"col\">run"
	            "</th><th scope=\"col\">branches</th><th scope=\"col\">source</th>"
	            "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < json_array_size(source); i++) {
		long long line = (long long)i + 1;
		const json_t *seen = line_coverage(lines, &index, line);

		page_print(page, "<tr class=\"%s\" id=\"s%zu-file%zu-%lld\">"
		           "<th scope=\"row\">%lld</th>", line_class(seen), page->section, number,
		           line, line);
		coverage_cells(page, seen);
		page_markup(page, "<td><code>");
		page_text(page, json_string_value(json_array_get(source, i)));
		page_markup(page, "</code></td></tr>\n");
		if (name != NULL)
			findings_of_line(page, doc, name, line);
	}
	page_markup(page, "</tbody></table></div>\n");
}

void html_source(struct page *page, const json_t *doc)
{
	const json_t *coverage = doc_object(doc, "coverage");
	const json_t *files = doc_list(coverage, "files");

	if (!doc_bool(coverage, "known"))
		return;
	page_print(page, "<h3 id=\"s%zu-source\">Your code, and what the tests reached</h3>\n",
	           page->section);
	page_element(page, "p", "sum", words_coverage(coverage).text);
	for (size_t i = 0; i < json_array_size(files); i++)
		one_file(page, doc, json_array_get(files, i), i + 1);
}
