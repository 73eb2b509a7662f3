/*
 * report.c - the class on one page; see outputs.h. Tables are written here, and can be read
 * without the script; charts are drawn by it from the same data.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/assets.h"
#include "class/outputs.h"
#include "class/report_data.h"
#include "view/assets.h"
#include "view/doc.h"
#include "view/page.h"
#include "view/words.h"

static void begin(struct page *p, const char *id, const char *title, const char *says)
{
	page_print(p, "<section id=\"%s\">\n<h2>", id);
	page_text(p, title);
	page_markup(p, "</h2>\n");
	page_element(p, "p", "says", says);
}

/* Names of columns; > before one of numbers. */
static void head_row(struct page *p, const char *const names[])
{
	page_markup(p, "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
	for (size_t i = 0; names[i] != NULL; i++)
		page_element(p, "th", names[i][0] == '>' ? "right" : "head",
		             names[i] + (names[i][0] == '>'));
	page_markup(p, "</tr></thead>\n<tbody>\n");
}

static void end_table(struct page *p)
{
	page_markup(p, "</tbody></table></div>\n");
}

static void cell(struct page *p, const char *text)
{
	page_markup(p, "<td>");
	page_text(p, text);
	page_markup(p, "</td>");
}

static void count_cell(struct page *p, long long count)
{
	page_print(p, "<td class=\"right\">%lld</td>", count);
}

static void points_cell(struct page *p, const json_t *value)
{
	if (json_is_number(value))
		page_print(p, "<td class=\"right\">%s</td>",
		           words_points(json_number_value(value)).text);
	else
		page_markup(p, "<td class=\"right\">&ndash;</td>");
}

/* A student's name, which leads to their page. */
static void student(struct page *p, const json_t *students, const char *key)
{
	size_t i;
	json_t *s;

	json_array_foreach((json_t *)students, i, s)
		if (doc_is(s, "key", key)) {
			const char *page = doc_text(s, "page");
			if (page != NULL) {
				page_markup(p, "<a href=\"");
				page_text(p, page);
				page_markup(p, "\">");
			}
			page_text(p, doc_text(s, "name"));
			page_markup(p, page != NULL ? "</a>" : "");
			return;
		}
	page_text(p, key);
}

/* ---- parts ------------------------------------------------------------- */

static void complaints(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "complaints");

	if (json_array_size(list) == 0)
		return;
	page_markup(p, "<details class=\"plain\" open><summary>To look at</summary>\n<ul>\n");
	for (size_t i = 0; i < json_array_size(list); i++)
		page_element(p, "li", "complaint", json_string_value(json_array_get(list, i)));
	page_markup(p, "</ul></details>\n");
}

static double median(const json_t *points)
{
	size_t n = json_array_size(points);

	if (n == 0)
		return 0;
	return (json_number_value(json_array_get(points, (n - 1) / 2)) +
	        json_number_value(json_array_get(points, n / 2))) / 2;
}

static void stage_row(struct page *p, const json_t *s)
{
	const json_t *points = doc_list(s, "points");
	double sum = 0, max = doc_real(s, "max");
	size_t n = json_array_size(points), full = 0;

	for (size_t i = 0; i < n; i++) {
		double value = json_number_value(json_array_get(points, i));
		sum += value;
		full += value >= max;
	}
	page_markup(p, "<tr><th scope=\"row\">");
	page_text(p, doc_text(s, "stage"));
	page_element(p, "small", "title", doc_text(s, "title"));
	page_print(p, "</th><td class=\"right\">%zu</td><td class=\"right\">%.1f</td>"
	           "<td class=\"right\">%.1f</td><td class=\"right\">%g</td>"
	           "<td class=\"right\">%zu</td>", n, n > 0 ? sum / (double)n : 0,
	           median(points), max, full);
	count_cell(p, doc_int(s, "rejected"));
	count_cell(p, doc_int(s, "pending"));
	count_cell(p, doc_int(s, "missing"));
	page_print(p, "<td><canvas class=\"bins\" width=\"220\" height=\"60\" "
	           "data-stage=\"%.2s\" role=\"img\" aria-label=\"how many students got how "
	           "many points\"></canvas></td></tr>\n", doc_text(s, "stage"));
}

static void where_it_stands(struct page *p, const json_t *data)
{
	const json_t *stages = doc_list(data, "stages");

	begin(p, "stages", "Where the class stands", NULL);
	head_row(p, (const char *const[]){ "stage", ">graded", ">mean", ">median", ">of", ">full marks",
	         ">could not run", ">not graded", ">missing", "points, in tenths", NULL });
	for (size_t i = 0; i < json_array_size(stages); i++)
		stage_row(p, json_array_get(stages, i));
	end_table(p);
	page_markup(p, "</section>\n");
}

static void misconceptions(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "misconceptions");

	if (json_array_size(list) == 0)
		return;
	begin(p, "misconceptions", "What the class does not understand",
	      "What students believe whose tests fail or whose memory goes wrong in this way.");
	page_markup(p, "<div class=\"chart\"><canvas id=\"beliefs\" role=\"img\" "
	            "aria-label=\"students by misconception; the table says the same\">"
	            "</canvas></div>\n");
	page_print(p, "<details class=\"plain\"%s><summary>All %zu, and their lessons</summary>\n",
	           json_array_size(list) <= 12 ? " open" : "", json_array_size(list));
	head_row(p, (const char *const[]){ ">number", "one believes", "the lesson", ">students",
	         NULL });
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *m = json_array_get(list, i);
		page_markup(p, "<tr>");
		count_cell(p, doc_int(m, "number"));
		cell(p, doc_text(m, "believes"));
		cell(p, doc_text(m, "lesson"));
		count_cell(p, doc_int(m, "students"));
		page_markup(p, "</tr>\n");
	}
	end_table(p);
	page_markup(p, "</details></section>\n");
}

static void findings(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "findings");

	if (json_array_size(list) == 0)
		return;
	begin(p, "findings", "What goes wrong most", NULL);
	head_row(p, (const char *const[]){ "stage", "finding", "kind", ">students", NULL });
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *f = json_array_get(list, i);
		page_markup(p, "<tr>");
		cell(p, doc_text(f, "stage"));
		cell(p, doc_text(f, "title"));
		page_markup(p, "<td><code>");
		page_text(p, doc_text(f, "kind"));
		page_markup(p, "</code></td>");
		count_cell(p, doc_int(f, "students"));
		page_markup(p, "</tr>\n");
	}
	end_table(p);
	page_markup(p, "</section>\n");
}

static void tests(struct page *p, const json_t *data)
{
	const json_t *stages = doc_list(data, "stages");

	begin(p, "tests", "Tests against students",
	      "A column for each student, the best at the left; a row for each test. A click opens "
	      "the student's page.");
	page_markup(p, "<p><label>Stage <select id=\"matrix-stage\">");
	for (size_t i = 0; i < json_array_size(stages); i++) {
		page_markup(p, "<option>");
		page_text(p, doc_text(json_array_get(stages, i), "stage"));
		page_markup(p, "</option>");
	}
	page_markup(p, "</select></label> <span class=\"legend\"><i class=\"p\"></i> passed "
	            "<i class=\"m\"></i> passed, with memory errors <i class=\"f\"></i> failed "
	            "<i class=\"t\"></i> out of time <i class=\"n\"></i> not run</span></p>\n"
	            "<div id=\"matrix\"><canvas role=\"img\" aria-label=\"how each test went for "
	            "each student\"></canvas><p id=\"matrix-says\" aria-live=\"polite\">&nbsp;</p>"
	            "</div>\n</section>\n");
}

static void stuck(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "stuck");

	if (json_array_size(list) == 0)
		return;
	begin(p, "stuck", "Who is stuck", NULL);
	page_print(p, "<details class=\"plain\"%s><summary>%zu to look at</summary>\n",
	           json_array_size(list) <= 40 ? " open" : "", json_array_size(list));
	head_row(p, (const char *const[]){ "stage", "student", ">points", "why",
	         "to look at first", NULL });
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *s = json_array_get(list, i);
		page_markup(p, "<tr>");
		cell(p, doc_text(s, "stage"));
		page_markup(p, "<td>");
		student(p, doc_list(data, "students"), doc_text(s, "key"));
		page_markup(p, "</td>");
		points_cell(p, json_object_get(s, "points"));
		cell(p, doc_text(s, "why"));
		cell(p, doc_text(s, "finding"));
		page_markup(p, "</tr>\n");
	}
	end_table(p);
	page_markup(p, "</details></section>\n");
}

static void cluster_row(struct page *p, const json_t *data, const json_t *c)
{
	const json_t *keys = doc_list(c, "students");

	page_markup(p, "<tr>");
	cell(p, doc_text(c, "stage"));
	page_print(p, "<td class=\"right\">%.0f %%</td><td>", doc_real(c, "percent"));
	if (doc_bool(c, "common"))
		page_print(p, "%zu students: so many that the exercise seems to have one obvious "
		           "answer", json_array_size(keys));
	for (size_t i = 0; !doc_bool(c, "common") && i < json_array_size(keys); i++) {
		page_markup(p, i > 0 ? ", " : "");
		student(p, doc_list(data, "students"),
		        json_string_value(json_array_get(keys, i)));
	}
	page_markup(p, "</td></tr>\n");
}

static void clusters(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "clusters");

	if (json_array_size(list) == 0)
		return;
	begin(p, "alike", "What is alike",
	      "By tokens, so that other names and layout hide nothing; the starter's lines are not "
	      "counted. A reason to look, and no more: short exercises have few answers.");
	head_row(p, (const char *const[]){ "stage", ">alike, at least", "students", NULL });
	for (size_t i = 0; i < json_array_size(list); i++)
		cluster_row(p, data, json_array_get(list, i));
	end_table(p);
	page_markup(p, "</section>\n");
}

static void student_row(struct page *p, const json_t *data, const json_t *s)
{
	const json_t *stages = doc_list(data, "stages");

	page_markup(p, "<tr><th scope=\"row\">");
	student(p, doc_list(data, "students"), doc_text(s, "key"));
	page_markup(p, "</th>");
	cell(p, doc_text(s, "section"));
	for (size_t k = 0; k < json_array_size(stages); k++) {
		const json_t *g = doc_object(doc_object(s, "grades"),
		                             doc_text(json_array_get(stages, k), "stage"));
		const json_t *points = json_object_get(g, "points");
		bool low = doc_real(g, "points") < doc_real(g, "max") / 2;
		const char *why = doc_text(g, "why");
		page_print(p, "<td class=\"right%s\"", !json_is_number(points) ? " none" :
		           low ? " bad" : "");
		if (why != NULL && why[0] != '\0') {
			page_markup(p, " title=\"");
			page_text(p, why);
			page_markup(p, "\"");
		}
		page_print(p, ">%s</td>", json_is_number(points)
		           ? words_points(json_number_value(points)).text : "&ndash;");
	}
	page_markup(p, "</tr>\n");
}

static void students(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "students"), *stages = doc_list(data, "stages");

	begin(p, "students", "Students", NULL);
	page_markup(p, "<p><label>Find <input id=\"find\" type=\"search\"></label></p>\n"
	            "<div class=\"scroll tall\" tabindex=\"0\"><table id=\"everybody\"><thead><tr>"
	            "<th class=\"head\">student</th><th class=\"head\">section</th>");
	for (size_t k = 0; k < json_array_size(stages); k++) {
		page_markup(p, "<th class=\"head right\">");
		page_print(p, "%.2s</th>", doc_text(json_array_get(stages, k), "stage"));
	}
	page_markup(p, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < json_array_size(list); i++)
		student_row(p, data, json_array_get(list, i));
	end_table(p);
	page_markup(p, "</section>\n");
}

static void changes(struct page *p, const json_t *data)
{
	const json_t *list = doc_list(data, "changes");

	if (json_array_size(list) == 0)
		return;
	begin(p, "changes", "Grades that changed, and why", NULL);
	head_row(p, (const char *const[]){ "when", "student", "stage", ">before", ">now", "why",
	         NULL });
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *c = json_array_get(list, i);
		page_markup(p, "<tr>");
		cell(p, doc_text(c, "at"));
		page_markup(p, "<td>");
		student(p, doc_list(data, "students"), doc_text(c, "key"));
		page_markup(p, "</td>");
		cell(p, doc_text(c, "stage"));
		points_cell(p, json_object_get(c, "before"));
		points_cell(p, json_object_get(c, "after"));
		cell(p, doc_text(c, "cause"));
		page_markup(p, "</tr>\n");
	}
	end_table(p);
	page_markup(p, "</section>\n");
}

/* ---- the page ---------------------------------------------------------- */

static void head(struct page *p, const json_t *data)
{
	page_markup(p, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	            "<meta name=\"color-scheme\" content=\"light dark\">\n"
	            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	            "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>");
	page_text(p, doc_text(data, "name"));
	page_markup(p, "</title>\n<style>\n");
	page_markup(p, view_report_css);
	page_markup(p, class_report_css);
	page_markup(p, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the "
	            "report</a>\n<main id=\"main\">\n<header><h1>");
	page_text(p, doc_text(data, "name"));
	page_print(p, "<small>%zu students; made ",
	           json_array_size(doc_list(data, "students")));
	page_text(p, doc_text(data, "made"));
	page_markup(p, "</small></h1></header>\n");
}

/* What the script needs of all that the tables have told already. */
static json_t *for_charts(const json_t *data)
{
	static const char *const parts[] = { "stages", "misconceptions", NULL };
	json_t *slim = json_object(), *students = json_array();
	const json_t *all = doc_list(data, "students");

	for (size_t i = 0; parts[i] != NULL; i++)
		json_object_set(slim, parts[i], json_object_get(data, parts[i]));
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *s = json_array_get(all, i);
		json_t *one = json_object();
		json_object_set(one, "name", json_object_get(s, "name"));
		json_object_set(one, "page", json_object_get(s, "page"));
		json_array_append_new(students, one);
	}
	json_object_set_new(slim, "students", students);
	return slim;
}

/* A script's text ends at the first "</", whatever stands around it. */
static void add_data(struct page *p, const json_t *data)
{
	json_t *slim = for_charts(data);
	char *json = json_dumps(slim, JSON_COMPACT | JSON_REAL_PRECISION(6));

	page_markup(p, "<script type=\"application/json\" id=\"data\">");
	for (const char *at = json; *at != '\0'; at++)
		if (*at == '<')
			page_markup(p, "\\u003c");
		else
			fputc(*at, p->out);
	page_markup(p, "</script>\n");
	json_decref(slim);
	free(json);
}

static bool write_report(const json_t *data, FILE *out)
{
	struct page p = { .out = out };

	head(&p, data);
	complaints(&p, data);
	where_it_stands(&p, data);
	stuck(&p, data);
	misconceptions(&p, data);
	findings(&p, data);
	tests(&p, data);
	clusters(&p, data);
	changes(&p, data);
	students(&p, data);
	page_markup(&p, "</main>\n");
	add_data(&p, data);
	page_markup(&p, "<script>\n");
	page_markup(&p, class_chart_js);
	page_markup(&p, "</script>\n<script>\n");
	page_markup(&p, class_report_js);
	page_markup(&p, "</script>\n</body>\n</html>\n");
	return fflush(out) == 0 && !ferror(out);
}

bool outputs_report(struct class *c, struct text *problem)
{
	char *path = path_join(c->folder, "report.html"), *bytes = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&bytes, &n);
	json_t *data = report_data(c);
	bool ok = out != NULL && write_report(data, out);

	ok = out != NULL && fclose(out) == 0 && ok && file_write(path, bytes, n);
	if (!ok)
		problem_set(problem, "%s can't be written: %s.", path, strerror(errno));
	json_decref(data);
	free(bytes);
	free(path);
	return ok;
}
