/*
 * html_source.c - the student's files, findings at their lines, and coverage where it is known.
 */
#include "doc.h"
#include "html_parts.h"
#include "words.h"

#include <string.h>

/* Where FILE stands among the files that the page shows, from 1; 0: it is not shown. */
static size_t file_number(const json_t *doc, const char *file)
{
	const json_t *files = doc_list(doc, "files");

	for (size_t i = 0; file != NULL && i < json_array_size(files); i++)
		if (doc_is(json_array_get(files, i), "path", file)
		    && json_array_size(doc_list(json_array_get(files, i), "source")) > 0)
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

/* A finding that stands at LINE of FILE, from the one at *INDEX on, which moves behind it. */
static const json_t *finding_at(const json_t *doc, const char *file, long long line,
                                size_t *index)
{
	const json_t *findings = doc_list(doc, "findings");

	while (*index < json_array_size(findings)) {
		const json_t *finding = json_array_get(findings, (*index)++);
		const json_t *where = doc_object(finding, "where");

		if (doc_int(where, "line") == line && doc_is(where, "file", file))
			return finding;
	}
	return NULL;
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
                             long long line, bool covered)
{
	const json_t *finding;
	size_t index = 0;

	while ((finding = finding_at(doc, file, line, &index)) != NULL) {
		page_print(page, "<tr class=\"remark\"><td></td>%s<td>"
		           "<a href=\"#s%zu-f%zu\">↑ %zu · ", covered ? "<td></td><td></td>" : "",
		           page->section, index, index);
		page_text(page, doc_text(finding, "title"));
		page_markup(page, "</a></td></tr>\n");
	}
}

struct source_file {
	const char *name;
	const json_t *source;      /* its lines                                     */
	const json_t *lines;       /* those with coverage; NULL when it is missing  */
	size_t number;
};

static void one_line(struct page *page, const json_t *doc, const struct source_file *file,
                     size_t i, const json_t *seen)
{
	long long line = (long long)i + 1;
	size_t index = 0;
	bool hit = finding_at(doc, file->name, line, &index) != NULL;

	page_print(page, "<tr class=\"%s%s\" id=\"s%zu-file%zu-%lld\"><th scope=\"row\">%lld</th>",
	           line_class(seen), hit ? " hit" : "", page->section, file->number, line, line);
	if (file->lines != NULL)
		coverage_cells(page, seen);
	page_markup(page, "<td><code>");
	page_text(page, json_string_value(json_array_get(file->source, i)));
	page_markup(page, "</code></td></tr>\n");
	findings_of_line(page, doc, file->name, line, file->lines != NULL);
}

static void one_file(struct page *page, const json_t *doc, const struct source_file *file)
{
	size_t index = 0;

	page_markup(page, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	page_text(page, file->name);
	page_markup(page, "\">\n<table class=\"source\"><caption>");
	page_element(page, "code", "path", file->name);
	page_markup(page, "</caption>\n<thead><tr><th scope=\"col\">line</th>");
	if (file->lines != NULL)
		page_markup(page, "<th scope=\"col\">run</th><th scope=\"col\">branches</th>");
	page_markup(page, "<th scope=\"col\">source</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < json_array_size(file->source); i++)
		one_line(page, doc, file, i,
		         line_coverage(file->lines, &index, (long long)i + 1));
	page_markup(page, "</tbody></table></div>\n");
}

/* The lines with coverage of the file at PATH; NULL when nothing is known of it. */
static const json_t *lines_of(const json_t *doc, const char *path)
{
	const json_t *coverage = doc_object(doc, "coverage");
	const json_t *files = doc_list(coverage, "files");

	for (size_t i = 0; doc_bool(coverage, "known") && i < json_array_size(files); i++)
		if (doc_is(json_array_get(files, i), "file", path))
			return doc_list(json_array_get(files, i), "lines");
	return NULL;
}

static void all_files(struct page *page, const json_t *doc)
{
	const json_t *files = doc_list(doc, "files");

	for (size_t i = 0; i < json_array_size(files); i++) {
		const json_t *item = json_array_get(files, i);
		struct source_file file = {
			.name = doc_text(item, "path"), .source = doc_list(item, "source"),
			.number = i + 1,
		};

		if (file.name == NULL || json_array_size(file.source) == 0)
			continue;
		file.lines = lines_of(doc, file.name);
		one_file(page, doc, &file);
	}
}

static bool any_source(const json_t *doc)
{
	const json_t *files = doc_list(doc, "files");

	for (size_t i = 0; i < json_array_size(files); i++)
		if (json_array_size(doc_list(json_array_get(files, i), "source")) > 0)
			return true;
	return false;
}

void html_source(struct page *page, const json_t *doc)
{
	bool known = doc_bool(doc_object(doc, "coverage"), "known");

	if (!any_source(doc))
		return;
	page_print(page, "<h3 id=\"s%zu-source\">Your code%s</h3>\n", page->section,
	           known ? ", and what the tests reached" : "");
	page_element(page, "p", "sum", known ? words_coverage(doc_object(doc, "coverage")).text
	             : words_no_coverage(doc).text);
	all_files(page, doc);
}
