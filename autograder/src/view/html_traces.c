/*
 * html_traces.c - the heap under traces: a table, and for each a curve.
 */
#include "doc.h"
#include "html_parts.h"
#include "words.h"

enum {
	WIDTH = 840, HEIGHT = 200, LEFT = 84, RIGHT = 12, TOP = 14, BOTTOM = 28,
	PLOT_WIDTH = WIDTH - LEFT - RIGHT, PLOT_HEIGHT = HEIGHT - TOP - BOTTOM,
};

static bool as_asked(const json_t *trace)
{
	return doc_real(trace, "points") >= doc_real(trace, "max") - 1e-9;
}

static void row(struct page *page, const json_t *trace)
{
	struct words used = words_trace_utilisation(trace);
	struct words count = words_trace_instructions(trace);
	struct words speed = words_trace_speed(trace);

	page_print(page, "<tr><td class=\"%s\">%s</td><th scope=\"row\">",
	           as_asked(trace) ? "good" : doc_text(trace, "fault") ? "bad" : "warn",
	           as_asked(trace) ? "✓" : doc_text(trace, "fault") ? "✗" : "!");
	page_text(page, doc_text(trace, "name"));
	page_print(page, "</th><td class=\"right\">%lld</td><td>", doc_int(trace, "requests"));
	page_text(page, used.text);
	page_markup(page, "</td><td>");
	page_text(page, count.text);
	page_markup(page, "</td><td>");
	page_text(page, speed.text);
	page_print(page, "</td><td class=\"right\">%s of ",
	           words_points(doc_real(trace, "points")).text);
	page_print(page, "%s</td></tr>\n", words_points(doc_real(trace, "max")).text);
}

static long long moment(const json_t *moments, size_t i, size_t which)
{
	return json_integer_value(json_array_get(json_array_get(moments, i), which));
}

static void curve(struct page *page, const json_t *moments, size_t which, const char *look,
                  double most)
{
	size_t count = json_array_size(moments);
	double last = (double)moment(moments, count - 1, 0);

	if (last <= 0)
		return;
	page_print(page, "<polyline class=\"%s\" points=\"", look);
	for (size_t i = 0; i < count; i++)
		page_print(page, "%.1f,%.1f ",
		           LEFT + PLOT_WIDTH * (double)moment(moments, i, 0) / last,
		           TOP + PLOT_HEIGHT * (1 - (double)moment(moments, i, which) / most));
	page_markup(page, "\"/>\n");
}

/* "1.9 MB at once" reads better than seven digits; the table has them all. */
static void axis(struct page *page, double bytes, double most)
{
	double y = TOP + PLOT_HEIGHT * (1 - bytes / most);
	const char *unit = most >= 1e6 ? "MB" : "kB";

	page_print(page, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
	           "<text class=\"end\" x=\"%d\" y=\"%.1f\">%.*f %s</text>\n", LEFT,
	           WIDTH - RIGHT, y, y, LEFT - 8, y + 4, most >= 1e6 ? 2 : 0,
	           bytes / (most >= 1e6 ? 1e6 : 1e3), unit);
}

/* What the program held, below what the heap had obtained, over the requests. */
static void plot(struct page *page, const json_t *trace)
{
	const json_t *moments = doc_list(trace, "moments");
	double most = (double)doc_int(trace, "peak_held");
	size_t count = json_array_size(moments);

	if (count < 2 || most <= 0)
		return;
	page_markup(page, "<details class=\"picture\"><summary>");
	page_text(page, doc_text(trace, "name"));
	page_print(page, ": held and live, request by request</summary>\n<figure>"
	           "<svg class=\"heap plot\" viewBox=\"0 0 %d %d\" role=\"img\" "
	           "aria-label=\"Over %lld requests the program held at most %lld bytes, and the "
	           "heap had obtained at most %lld.\">\n", WIDTH, HEIGHT,
	           doc_int(trace, "requests"), doc_int(trace, "peak_live"),
	           doc_int(trace, "peak_held"));
	axis(page, 0, most);
	axis(page, most / 2, most);
	axis(page, most, most);
	curve(page, moments, 2, "curve-held", most);
	curve(page, moments, 1, "curve-live", most);
	page_print(page, "<text x=\"%d\" y=\"%d\">request 1</text>", LEFT, HEIGHT - 8);
	page_print(page, "<text class=\"end\" x=\"%d\" y=\"%d\">%lld</text>\n</svg>\n"
	           "<figcaption><span class=\"key key-held\"></span> held: obtained from the page "
	           "source. <span class=\"key key-live\"></span> live: what the program asked for "
	           "and has not freed.</figcaption></figure></details>\n", WIDTH - RIGHT, HEIGHT - 8,
	           doc_int(trace, "requests"));
}

void html_traces(struct page *page, const json_t *doc)
{
	const json_t *traces = doc_list(doc, "traces");

	if (json_array_size(traces) == 0)
		return;
	page_print(page, "<h3 id=\"s%zu-traces\">Traces</h3>\n<p>What real programs asked of "
	           "their allocator, asked of yours. Utilisation is the most that the program "
	           "held over the most that your heap had obtained. Instructions are counted, and "
	           "the same on every machine. Speed is measured, differs from run to run, and "
	           "earns nothing.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	           "aria-label=\"Traces\"><table class=\"tests\"><thead><tr><th scope=\"col\">"
	           "<span class=\"hidden\">verdict</span></th><th scope=\"col\">trace</th>"
	           "<th scope=\"col\">requests</th><th scope=\"col\">utilisation</th>"
	           "<th scope=\"col\">instructions a request</th><th scope=\"col\">beside malloc"
	           "</th><th scope=\"col\">points</th></tr></thead>\n<tbody>\n", page->section);
	for (size_t i = 0; i < json_array_size(traces); i++)
		row(page, json_array_get(traces, i));
	page_markup(page, "</tbody></table></div>\n");
	for (size_t i = 0; i < json_array_size(traces); i++)
		plot(page, json_array_get(traces, i));
}
