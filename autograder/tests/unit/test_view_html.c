/*
 * test_view_html.c - the report as one page.
 */
#include "view/html.h"
#include "view_case.h"

#include <expat.h>

static char *page_of(json_t *const docs[], size_t count)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	cr_assert(view_html(docs, count, NULL, out));
	fclose(out);
	return text;
}

static char *page(const char *name)
{
	json_t *doc = document(name);
	char *text = page_of(&doc, 1);

	json_decref(doc);
	return text;
}

Test(html, it_loads_nothing_from_elsewhere)
{
	char *text = page("faulty");

	expect_no_text(text, "src=");
	expect_no_text(text, "http:");
	expect_no_text(text, "https:");
	expect_no_text(text, "@import");
	expect_text(text, "default-src 'none'");
	free(text);
}

Test(html, text_of_the_submission_is_escaped)
{
	json_t *doc = document("faulty");
	json_t *finding = json_array_get(json_object_get(doc, "findings"), 0);
	char *text;

	json_object_set_new(finding, "title", json_string("<script>alert(\"1\")</script>"));
	json_object_set_new(finding, "actual", json_string("' onload='x' & \033[31m"));
	text = page_of(&doc, 1);
	expect_no_text(text, "<script>alert");
	expect_text(text, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
	expect_text(text, "&#39; onload=&#39;x&#39; &amp; \\x1b[31m");
	free(text);
	json_decref(doc);
}

Test(html, source_shows_what_was_reached)
{
	char *text = page("faulty");

	expect_text(text, "<tr class=\"missed\" id=\"s1-file1-11\">");
	expect_text(text, "<tr class=\"missed hit\" id=\"s1-file1-24\">");
	expect_text(text, "<tr class=\"partly\" id=\"s1-file1-13\">");
	expect_text(text, "<tr class=\"reached\" id=\"s1-file1-20\">");
	expect_text(text, "<a href=\"#s1-f1\">↑ 1 · vec_push writes");
	expect_text(text, "<a class=\"path\" href=\"#s1-file1-12\">exercises/05-malloc-free/vec.c:12</a>");
	free(text);
}

Test(html, source_is_shown_when_it_did_not_compile)
{
	char *text = page("rejected");

	expect_text(text, "Which lines the tests reached is not known. Grading ended before "
	            "any test could run.");
	expect_text(text, "<tr class=\"blank hit\" id=\"s1-file1-12\"><th scope=\"row\">12</th>"
	            "<td><code>");
	expect_text(text, "<tr class=\"remark\"><td></td><td><a href=\"#s1-f1\">");
	expect_text(text, "<a class=\"path\" href=\"#s1-file1-12\">");
	expect_no_text(text, "branches</th>");
	free(text);
}

Test(html, source_says_why_coverage_is_missing)
{
	json_t *doc = document("faulty");
	json_t *phase = json_object_get(json_object_get(doc, "phases"), "coverage");
	char *text;

	json_object_set_new(json_object_get(doc, "coverage"), "known", json_false());
	json_object_set_new(phase, "note", json_string("A quick check looks at behaviour only."));
	text = page_of(&doc, 1);
	expect_text(text, "is not known. A quick check looks at behaviour only.");
	expect_text(text, "<a href=\"#s1-f1\">↑ 1 · vec_push writes");
	expect_no_text(text, "✗ never");
	free(text);
	json_decref(doc);
}

Test(html, a_file_without_coverage_has_no_columns_for_it)
{
	json_t *doc = document("faulty");
	json_t *own = json_pack("{s:s, s:s, s:i, s:i, s:[s]}", "name", "my_tests.c", "path",
	                        "exercises/05-malloc-free/my_tests.c", "bytes", 8, "lines", 1,
	                        "source", "int own;");
	char *text;

	json_array_append_new(json_object_get(doc, "files"), own);
	text = page_of(&doc, 1);
	expect_text(text, "id=\"s1-file2-1\"><th scope=\"row\">1</th><td><code>int own;");
	expect_text(text, "<td class=\"hits\">✗ never</td>");
	free(text);
	json_decref(doc);
}

Test(html, heaps_are_drawn_and_told)
{
	char *text = page("heap");

	expect_text(text, "<svg class=\"heap\" role=\"img\"");
	expect_text(text, "request 2</tspan>, 50 bytes");
	expect_text(text, "The same as a table");
	expect_text(text, "✗ the walk calls it free, but the test still holds it");
	free(text);
}

Test(html, traces_have_a_table_and_curves)
{
	char *text = page("heap");

	expect_text(text, "<th scope=\"row\">git</th><td class=\"right\">6000</td>"
	            "<td>0.997 (asked 0.9)</td>");
	expect_text(text, "<polyline class=\"curve-held\"");
	expect_text(text, "<polyline class=\"curve-live\"");
	expect_text(text, "1.87 MB");
	expect_text(text, "<td class=\"bad\">✗</td><th scope=\"row\">rungs</th>");
	free(text);
}

Test(html, the_order_of_the_list_is_drawn)
{
	json_t *doc = document("heap");
	json_t *heap = json_array_get(json_object_get(doc, "heaps"), 0);

	json_object_set_new(heap, "list", json_string("complete"));
	json_object_set_new(heap, "listed", json_pack("[iii]", 152, 40, 77));
	char *text = page_of(&doc, 1);
	expect_text(text, "no. 1 in the list</text>");
	expect_text(text, "<path class=\"link\"");
	expect_text(text, "<td>no. 2</td>");
	expect_text(text, "In the list of free blocks, 1 is no block.");
	free(text);
	json_decref(doc);
}

Test(html, only_the_first_heap_is_open)
{
	json_t *doc = document("heap");
	json_t *heaps = json_object_get(doc, "heaps");
	char *text;

	json_array_append_new(heaps, json_deep_copy(json_array_get(heaps, 0)));
	text = page_of(&doc, 1);
	expect_text(text, "<details class=\"picture\" open><summary>");
	expect_text(text, "<details class=\"picture\"><summary>");
	free(text);
	json_decref(doc);
}

Test(html, what_was_not_graded_says_so)
{
	char *text = page("broken");

	expect_text(text, "it is not a zero");
	expect_text(text, "apt-get install valgrind");
	free(text);
}

Test(html, several_stages_have_an_index)
{
	json_t *docs[] = { document("full"), document("heap") };
	char *text = page_of(docs, 2);

	expect_text(text, "<a href=\"#s1\">02-sizeof</a>");
	expect_text(text, "<a href=\"#s2\">08-headers</a>");
	expect_text(text, "<section id=\"s2\">");
	free(text);
	json_decref(docs[0]);
	json_decref(docs[1]);
}

Test(html, no_document_is_a_page_too)
{
	char *text = page_of(NULL, 0);

	expect_text(text, "</html>");
	free(text);
}

Test(html, a_full_disk_is_told)
{
	json_t *doc = document("faulty");
	FILE *full = fopen("/dev/full", "w");

	cr_assert_not_null(full);
	cr_expect_not(view_html(&doc, 1, NULL, full));
	fclose(full);
	json_decref(doc);
}

struct elements {
	int depth;
	char ids[2048][40];
	size_t count;
};

static void element_starts(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct elements *seen = data;

	(void)name;
	seen->depth++;
	for (; attributes[0] != NULL; attributes += 2) {
		if (strcmp(attributes[0], "id") != 0)
			continue;
		for (size_t i = 0; i < seen->count; i++)
			cr_expect_str_neq(seen->ids[i], attributes[1], "an id stands twice");
		snprintf(seen->ids[seen->count++], sizeof seen->ids[0], "%s", attributes[1]);
	}
}

static void element_ends(void *data, const XML_Char *name)
{
	struct elements *seen = data;

	(void)name;
	seen->depth--;
}

/*
 * What stands in <main> is also well-formed XML: every element is closed, every
 * attribute quoted, and no id stands twice.
 */
Test(html, elements_are_closed_and_ids_are_unique)
{
	static struct elements seen;
	json_t *docs[] = { document("faulty"), document("heap"), document("rejected") };
	char *text = page_of(docs, 3);
	char *start = strstr(text, "<main");
	char *end = strstr(text, "</main>") + strlen("</main>");
	XML_Parser parser = XML_ParserCreate("UTF-8");

	XML_SetUserData(parser, &seen);
	XML_SetElementHandler(parser, element_starts, element_ends);
	/* an attribute without a value is HTML's own */
	for (char *open = strstr(start, " open>"); open != NULL; open = strstr(open, " open>"))
		memset(open, ' ', 5);
	cr_expect_eq(XML_Parse(parser, start, (int)(end - start), 1), XML_STATUS_OK, "%s",
	             XML_ErrorString(XML_GetErrorCode(parser)));
	cr_expect_eq(seen.depth, 0);
	cr_expect_gt(seen.count, 20);
	XML_ParserFree(parser);
	free(text);
	for (size_t i = 0; i < 3; i++)
		json_decref(docs[i]);
}

Test(html, in_a_handout_held_back_tests_run_later)
{
	json_t *doc = document("faulty"), *test;
	size_t i;

	json_array_foreach(json_object_get(doc, "tests"), i, test)
		if (json_is_true(json_object_get(test, "held_back"))) {
			json_object_set_new(test, "status", json_string("skipped"));
			json_object_set_new(test, "means", json_string("this is why it failed"));
		}
	char *text = page_of(&doc, 1);
	expect_text(text, "<td class=\"warn\">… runs when you hand in</td>");
	expect_no_text(text, "this is why it failed");
	free(text);
	json_decref(doc);
}

Test(html, it_says_whose_the_results_are)
{
	json_t *doc = document("faulty");
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	cr_assert(view_html(&doc, 1, "Ada <Adler>", out));
	fclose(out);
	expect_text(text, "<title>Ada &lt;Adler&gt;: ");
	expect_text(text, "<p class=\"whose\">Ada &lt;Adler&gt;</p>");
	free(text);
	text = page_of(&doc, 1);
	expect_no_text(text, "class=\"whose\"");
	free(text);
	json_decref(doc);
}
