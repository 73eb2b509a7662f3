/*
 * html_heap.c - pictures of the heap, drawn and as tables.
 */
#include "doc.h"
#include "heap_rows.h"
#include "heap_svg.h"
#include "html_parts.h"

static void held_cell(struct page *page, const struct heap_row *row)
{
	page_markup(page, "<td>");
	if (row->order > 0)
		page_print(page, "no. %zu", row->order);
	page_markup(page, "</td><td>");
	if (row->live)
		page_print(page, "request %lld: %lld bytes at %lld", row->serial, row->live_size,
		           row->live_offset);
	page_markup(page, "</td><td>");
	page_text(page, row->trouble);
	page_markup(page, "</td></tr>\n");
}

static void table(struct page *page, const json_t *picture)
{
	struct heap_rows rows = heap_rows_of(picture);

	page_markup(page, "<details class=\"plain\"><summary>The same as a table</summary>\n"
	            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	            "aria-label=\"Blocks of the heap\">"
	            "<table><thead><tr><th scope=\"col\">offset</th><th scope=\"col\">size</th>"
	            "<th scope=\"col\">state</th><th scope=\"col\">payload</th>"
	            "<th scope=\"col\">in the list</th><th scope=\"col\">the test holds</th>"
	            "<th scope=\"col\">trouble</th>"
	            "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < rows.count; i++) {
		const struct heap_row *row = &rows.items[i];
		bool block = row->kind == ROW_USED || row->kind == ROW_FREE;

		page_print(page, "<tr><td class=\"right\">%lld</td><td class=\"right\">%lld</td>"
		           "<td>%s</td>", row->offset, row->size, heap_row_words(row));
		if (block)
			page_print(page, "<td class=\"right\">%lld at %lld</td>", row->payload_size,
			           row->payload);
		else
			page_markup(page, "<td></td>");
		held_cell(page, row);
	}
	page_markup(page, "</tbody></table></div></details>\n");
	heap_rows_free(&rows);
}

static void list_words(struct page *page, const json_t *picture)
{
	struct heap_rows rows = heap_rows_of(picture);

	page_element(page, "p", "problem", heap_list_words(picture, &rows).text);
	heap_rows_free(&rows);
}

/* The first is open: the others show, mostly, what follows from it. */
static void one_picture(struct page *page, const json_t *picture, size_t number)
{
	page_print(page, "<details class=\"picture\"%s><summary>%lld bytes of arena when <code>",
	           number == 1 ? " open" : "", doc_int(picture, "bytes"));
	page_text(page, doc_text(picture, "test"));
	page_print(page, "</code> failed. %s</summary>\n<figure>\n", heap_walk_words(picture));
	heap_svg(page, picture, number);
	list_words(page, picture);
	table(page, picture);
	page_markup(page, "</figure>\n</details>\n");
}

void html_heaps(struct page *page, const json_t *doc)
{
	const json_t *pictures = doc_list(doc, "heaps");

	if (json_array_size(pictures) == 0)
		return;
	page_print(page, "<h3 id=\"s%zu-heap\">Your heap when a test failed</h3>\n", page->section);
	for (size_t i = 0; i < json_array_size(pictures); i++) {
		const json_t *picture = json_array_get(pictures, i);

		one_picture(page, picture, i + 1);
	}
}
