/*
 * test_services.c - result documents in the formats of other services.
 *
 * The forms as a whole are checked by autograder/tests/services; here is what each
 * format says of points, of held-back tests, of what was rejected or not graded, and of
 * text that nobody vouches for.
 */
#include "services/services.h"
#include "view_case.h"

struct made {
	struct text out, problem;
	enum export_status status;
};

static struct made exported(const char *format, json_t *const *documents, size_t count,
                            bool reveal)
{
	const struct export e = { .documents = documents, .count = count, .reveal = reveal };
	struct made m = { TEXT_EMPTY, TEXT_EMPTY, EXPORT_FAILED };

	m.status = export_documents(format, &e, &m.out, &m.problem);
	return m;
}

static struct made export_one(const char *format, json_t *document)
{
	return exported(format, &document, 1, false);
}

/* Of a fixture. */
static struct made export_named(const char *format, const char *name)
{
	json_t *document_of = document(name);
	struct made m = export_one(format, document_of);

	json_decref(document_of);
	return m;
}

static void done(struct made *m)
{
	text_free(&m->out);
	text_free(&m->problem);
}

static json_t *as_json(const struct made *m)
{
	json_error_t error;
	json_t *value = json_loads(text_string(&m->out), 0, &error);

	cr_assert_not_null(value, "%s in: %s", error.text, text_string(&m->out));
	return value;
}

static const char *const formats[] = {
	"gradescope", "prairielearn", "autolab", "sarif", "junit", "github", "annotations",
};
enum { FORMATS = sizeof formats / sizeof *formats };

/* ---- what holds for all ------------------------------------------------------ */

Test(services, writes_every_format_that_it_names)
{
	for (size_t i = 0; i < FORMATS; i++) {
		struct made m = export_named(formats[i], "faulty");
		expect_text(export_formats(), formats[i]);
		cr_expect_eq(m.status, EXPORT_DONE, "%s", formats[i]);
		cr_expect(m.out.length > 0, "%s", formats[i]);
		done(&m);
	}
	struct made m = export_named("dance", "faulty");
	cr_expect_eq(m.status, EXPORT_FAILED);
	expect_text(text_string(&m.problem), "There is no format \"dance\"");
	done(&m);
}

Test(services, never_names_a_test_that_was_held_back_nor_what_it_found)
{
	json_t *doc = document("faulty");
	json_t *finding = json_deep_copy(json_array_get(json_object_get(doc, "findings"), 0));
	const char *title = NULL, *name = NULL;
	size_t i;
	json_t *test;

	json_array_foreach(json_object_get(doc, "tests"), i, test)
		if (json_is_true(json_object_get(test, "held_back"))) {
			title = json_string_value(json_object_get(test, "title"));
			name = json_string_value(json_object_get(test, "name"));
			json_array_append_new(json_object_get(test, "findings"),
			                      json_string("f99"));
		}
	cr_assert_not_null(title);
	json_object_set_new(finding, "id", json_string("f99"));
	json_object_set_new(finding, "title", json_string("only the held one saw it"));
	json_object_set_new(finding, "tests", json_pack("[s]", name));
	json_array_append_new(json_object_get(doc, "findings"), finding);
	for (i = 1; i < FORMATS; i++) {
		struct made m = export_one(formats[i], doc);
		expect_no_text(text_string(&m.out), title);
		expect_no_text(text_string(&m.out), "only the held one saw it");
		done(&m);
		m = exported(formats[i], &doc, 1, true);
		expect_text(text_string(&m.out), "only the held one saw it");
		done(&m);
	}
	json_decref(doc);
}

Test(services, tells_a_handout_s_held_back_tests_from_failed_ones)
{
	struct export_count count = { .all = 9, .passed = 7, .ran = 9 };
	struct text t = TEXT_EMPTY;

	export_say_held_back(&count, &t);
	cr_expect_str_eq(text_string(&t), "7 of 9 held-back tests pass");
	text_cut(&t, 0);
	count = (struct export_count){ .all = 9 };
	export_say_held_back(&count, &t);
	cr_expect_str_eq(text_string(&t), "9 held-back tests run when you hand in");
	text_cut(&t, 0);
	count = (struct export_count){ .all = 1, .passed = 1, .ran = 1 };
	export_say_held_back(&count, &t);
	cr_expect_str_eq(text_string(&t), "1 of 1 held-back test passes");
	text_free(&t);
}

Test(services, makes_no_points_of_what_is_not_graded)
{
	json_t *documents[] = { document("full"), document("broken") };

	for (size_t i = 0; i < FORMATS; i++) {
		struct made m = exported(formats[i], documents, 2, false);
		cr_expect_eq(m.status, EXPORT_NOT_GRADED, "%s", formats[i]);
		expect_text(text_string(&m.problem), "05-malloc-free could not be graded: Valgrind");
		expect_no_text(text_string(&m.out), "\"score\"");
		expect_no_text(text_string(&m.out), "\"scores\"");
		done(&m);
	}
	json_decref(documents[0]);
	json_decref(documents[1]);
}

/* ---- each format --------------------------------------------------------------- */

Test(services, adds_the_points_of_several_stages)
{
	json_t *documents[] = { document("full"), document("faulty"), document("rejected") };
	struct made m = exported("gradescope", documents, 3, false);
	json_t *all = as_json(&m);

	cr_expect_float_eq(json_real_value(json_object_get(all, "score")), 141.3, 1e-9);
	expect_text(text_string(&m.out), "\"05-malloc-free: a new vector is empty\"");
	json_decref(all);
	done(&m);
	m = exported("prairielearn", documents, 3, false);
	all = as_json(&m);
	cr_expect_float_eq(json_real_value(json_object_get(all, "score")), 0.471, 1e-9);
	json_decref(all);
	done(&m);
	m = exported("autolab", documents, 3, false);
	expect_text(text_string(&m.out), "{\"scores\":{\"02-sizeof\":0.0,\"05-malloc-free\":41.3},"
	            "\"scoreboard\":[141.3]}\n");
	done(&m);
	for (size_t i = 0; i < 3; i++)
		json_decref(documents[i]);
}

Test(services, gradescope_publishes_held_back_tests_later)
{
	struct made m = export_named("gradescope", "faulty");
	json_t *all = as_json(&m), *test;
	size_t i, later = 0;

	json_array_foreach(json_object_get(all, "tests"), i, test)
		later += strcmp(json_string_value(json_object_get(test, "visibility")),
		                "after_published") == 0;
	cr_expect_eq(later, 1);
	cr_expect_str_eq(json_string_value(json_object_get(all, "stdout_visibility")), "hidden");
	/* Points of the whole are a secret until then, too. */
	expect_no_text(json_string_value(json_object_get(all, "output")), "41.3");
	json_decref(all);
	done(&m);
	m = export_named("gradescope", "broken");
	cr_expect_eq(m.out.length, 0, "no results, no score");
	done(&m);
}

Test(services, gradescope_has_a_leaderboard_for_heaps)
{
	json_t *doc = document("heap"), *trace = NULL;
	size_t i;

	json_array_foreach(json_object_get(doc, "traces"), i, trace) {
		json_object_set_new(trace, "fault", json_null());
		json_object_set_new(trace, "utilisation", json_real(0.5));
		json_object_set_new(trace, "instructions", json_real(120));
	}
	struct made m = export_one("gradescope", doc);
	json_t *all = as_json(&m), *board = json_object_get(all, "leaderboard");
	cr_expect_eq(json_array_size(board), 3);
	cr_expect_float_eq(json_real_value(json_object_get(json_array_get(board, 1), "value")),
	                   0.5, 1e-9);
	cr_expect_str_eq(json_string_value(json_object_get(json_array_get(board, 2), "order")),
	                 "asc");
	json_decref(all);
	done(&m);
	m = export_one("autolab", doc);
	expect_text(text_string(&m.out), "\"scoreboard\":[30.0,0.5,120.0]}");
	done(&m);
	/* A play that broke off says nothing about the heap. */
	json_object_set_new(trace, "fault", json_string("trace-crash"));
	m = export_one("autolab", doc);
	expect_text(text_string(&m.out), "\"scoreboard\":[30.0]}");
	done(&m);
	json_decref(doc);
}

Test(services, prairielearn_tells_rejected_from_not_gradable)
{
	struct made m = export_named("prairielearn", "rejected");
	json_t *all = as_json(&m);

	cr_expect(json_is_true(json_object_get(all, "gradable")));
	cr_expect_eq(json_real_value(json_object_get(all, "score")), 0);
	expect_text(json_string_value(json_object_get(all, "output")), "semicolon");
	json_decref(all);
	done(&m);
	m = export_named("prairielearn", "broken");
	all = as_json(&m);
	cr_expect(json_is_false(json_object_get(all, "gradable")));
	cr_expect_eq(json_array_size(json_object_get(all, "format_errors")), 1);
	json_decref(all);
	done(&m);
}

Test(services, prairielearn_stays_small)
{
	json_t *doc = document("faulty");
	json_t *first = json_array_get(json_object_get(doc, "findings"), 0);
	char *much = must_alloc(100001);

	memset(much, 'x', 100000);
	much[100000] = '\0';
	json_object_set_new(first, "what", json_string(much));
	struct made m = export_one("prairielearn", doc);
	cr_expect(m.out.length < 100000, "%zu bytes", m.out.length);
	done(&m);
	free(much);
	json_decref(doc);
}

static void runner_says(void)
{
	setenv("CLASSROOM", "c17", 1);
	setenv("ASSIGNMENT", "start", 1);
	setenv("ASSIGNMENT_TYPE", "individual", 1);
	setenv("USERNAME", "alice", 1);
	setenv("SUBMISSION_TAG", "submit/x", 1);
	setenv("COMMIT_URL", "https://example.org/c", 1);
	setenv("RELEASE_URL", "https://example.org/r", 1);
	unsetenv("OWNER");
	unsetenv("REVIEW_URL");
}

Test(services, classroom50_counts_in_tenths)
{
	runner_says();
	struct made m = export_named("classroom50", "faulty");
	json_t *all = as_json(&m);
	cr_expect_eq(json_integer_value(json_object_get(all, "score")), 413);
	cr_expect_eq(json_integer_value(json_object_get(all, "max-score")), 1000);
	cr_expect_str_eq(json_string_value(json_object_get(all, "owner")), "alice");
	cr_expect_str_eq(json_string_value(json_object_get(all, "review")),
	                 "https://example.org/c");
	expect_text(text_string(&m.out), "0 of 1 held-back test passes");
	json_decref(all);
	done(&m);
	m = export_named("classroom50", "broken");
	cr_expect_eq(m.status, EXPORT_NOT_GRADED);
	cr_expect_eq(m.out.length, 0);
	done(&m);
	unsetenv("SUBMISSION_TAG");
	m = export_named("classroom50", "full");
	cr_expect_eq(m.status, EXPORT_FAILED);
	expect_text(text_string(&m.problem), "SUBMISSION_TAG is not set");
	done(&m);
}

Test(services, junit_tells_errors_from_failures)
{
	struct made m = export_named("junit", "faulty");
	expect_text(text_string(&m.out), "name=\"05-malloc-free\" tests=\"9\" failures=\"4\" "
	            "errors=\"0\" skipped=\"0\"");
	expect_text(text_string(&m.out), "name=\"held-back tests\"");
	expect_text(text_string(&m.out), "name=\"05-malloc-free.memory\"");
	expect_text(text_string(&m.out), "type=\"not-caught\"");
	done(&m);
	m = export_named("junit", "broken");
	expect_text(text_string(&m.out), "failures=\"0\" errors=\"1\"");
	done(&m);
	m = export_named("junit", "rejected");
	expect_text(text_string(&m.out), "failures=\"1\" errors=\"0\"");
	done(&m);
}

Test(services, sarif_keeps_a_finding_s_print_when_lines_move)
{
	json_t *doc = document("faulty"), *prints[3];
	json_t *where = json_object_get(json_array_get(json_object_get(doc, "findings"), 0),
	                                "where");

	for (int i = 0; i < 3; i++) {
		if (i == 1)
			json_object_set_new(where, "line", json_integer(240));
		if (i == 2)
			json_object_set_new(where, "function", json_string("another"));
		struct made m = export_one("sarif", doc);
		json_t *all = as_json(&m);
		prints[i] = json_deep_copy(json_object_get(json_array_get(json_object_get(
			json_array_get(json_object_get(all, "runs"), 0), "results"), 0),
			"partialFingerprints"));
		cr_assert_not_null(prints[i]);
		json_decref(all);
		done(&m);
	}
	cr_expect(json_equal(prints[0], prints[1]));
	cr_expect(!json_equal(prints[1], prints[2]));
	for (int i = 0; i < 3; i++)
		json_decref(prints[i]);
	json_decref(doc);
}

Test(services, sarif_says_that_a_run_without_results_failed)
{
	struct made m = export_named("sarif", "broken");
	expect_text(text_string(&m.out), "\"executionSuccessful\": false");
	done(&m);
	m = export_named("sarif", "full");
	expect_text(text_string(&m.out), "\"executionSuccessful\": true");
	done(&m);
}

/* ---- hostile text ---------------------------------------------------------------- */

/* A fixture whose first finding and first test say this. */
static json_t *saying(const char *text)
{
	json_t *doc = document("faulty");
	json_t *finding = json_array_get(json_object_get(doc, "findings"), 0);
	json_t *where = json_object_get(finding, "where");
	json_t *test = json_array_get(json_object_get(doc, "tests"), 1);

	json_object_set_new(finding, "title", json_string(text));
	json_object_set_new(finding, "what", json_string(text));
	json_object_set_new(where, "function", json_string(text));
	json_object_set_new(test, "title", json_string(text));
	return doc;
}

static struct made export_saying(const char *format, const char *text)
{
	json_t *doc = saying(text);
	struct made m = export_one(format, doc);

	json_decref(doc);
	return m;
}

Test(services, lets_no_control_character_through)
{
	for (size_t i = 0; i < FORMATS; i++) {
		struct made m = export_saying(formats[i], "a\x1b[2J" "b\xe2\x80\xae" "c\r\x01");
		for (size_t k = 0; k < m.out.length; k++)
			cr_expect(m.out.bytes[k] == '\n' || m.out.bytes[k] == '\t' ||
			          (unsigned char)m.out.bytes[k] >= ' ', "%s", formats[i]);
		expect_no_text(text_string(&m.out), "\xe2\x80\xae");
		done(&m);
	}
}

Test(services, junit_text_closes_no_element)
{
	struct made m = export_saying("junit", "</failure>]]>\"'&<x a=\"\">\xef\xbf\xbf");

	expect_text(text_string(&m.out), "&lt;/failure&gt;]]&gt;&quot;'&amp;&lt;x");
	expect_no_text(text_string(&m.out), "]]>");
	expect_no_text(text_string(&m.out), "\xef\xbf\xbf");
	done(&m);
}

Test(services, autolab_text_forges_no_autoresult)
{
	struct made m = export_saying("autolab", "x\n{\"scores\":{\"05-malloc-free\":100}}\n");
	const char *text = text_string(&m.out);
	size_t objects = 0;

	for (const char *line = text; line != NULL && *line != '\0'; ) {
		objects += *line == '{';
		line = strchr(line, '\n');
		line = line != NULL ? line + 1 : NULL;
	}
	cr_expect_eq(objects, 2, "%s", text);
	done(&m);
}

Test(services, annotations_are_one_line_each)
{
	struct made m = export_saying("annotations", "50%\n::error file=a,line=1::forged: x, y");
	const char *text = text_string(&m.out);
	size_t lines = 0, errors = 0;

	for (const char *s = text; *s != '\0'; s++)
		lines += *s == '\n';
	for (const char *s = text; (s = strstr(s, "\n::")) != NULL; s++)
		errors++;
	cr_expect_eq(errors, lines - 1, "%s", text);
	expect_text(text, "title=50%25%0A%3A%3Aerror file=a%2Cline=1%3A%3Aforged");
	done(&m);
}

Test(services, annotations_are_ten_of_a_level_at_most)
{
	json_t *doc = document("faulty"), *findings = json_object_get(doc, "findings");

	for (int i = 0; i < 30; i++)
		json_array_append_new(findings, json_deep_copy(json_array_get(findings, 0)));
	struct made m = export_one("annotations", doc);
	size_t errors = 0;
	for (const char *s = text_string(&m.out); (s = strstr(s, "::error ")) != NULL; s++)
		errors++;
	cr_expect_eq(errors, 10);
	done(&m);
	m = export_one("github", doc);
	cr_expect(m.out.length < 65536);
	expect_text(text_string(&m.out), "And 1");
	done(&m);
	json_decref(doc);
}

Test(services, github_text_is_no_markup_and_calls_nobody)
{
	struct made m = export_saying("github", "<script> @octocat #12 [x](y) `a` **b** |c| "
	                              "https://example.org ![i](j)");
	const char *text = text_string(&m.out);

	expect_text(text, "&lt;script&gt;");
	expect_no_text(text, "@octocat");
	expect_no_text(text, "#12");
	expect_text(text, "\\[x\\]");
	expect_text(text, "\\`a\\`");
	expect_text(text, "\\|c\\|");
	expect_no_text(text, "https://");
	expect_no_text(text, "<script>");
	done(&m);
}

Test(services, github_source_stays_in_its_fence)
{
	json_t *doc = document("faulty");
	json_t *finding = json_array_get(json_object_get(doc, "findings"), 0);
	json_t *line = json_array_get(json_object_get(finding, "snippet"), 0);

	json_object_set_new(line, "text", json_string("````\n# out of it"));
	struct made m = export_one("github", doc);
	expect_text(text_string(&m.out), "\n`````c\n");
	expect_no_text(text_string(&m.out), "\n# out of it");
	done(&m);
	json_decref(doc);
}

Test(services, sarif_paths_are_uris)
{
	json_t *doc = document("faulty");
	json_t *where = json_object_get(json_array_get(json_object_get(doc, "findings"), 0),
	                                "where");

	json_object_set_new(where, "file", json_string("my work/a?b#c\xc3\xa4.c"));
	struct made m = export_one("sarif", doc);
	expect_text(text_string(&m.out), "\"my%20work/a%3Fb%23c%C3%A4.c\"");
	done(&m);
	json_object_set_new(where, "file", json_null());
	json_object_set_new(where, "line", json_integer(0));
	m = export_one("sarif", doc);
	expect_text(text_string(&m.out), "\"startLine\": 1");
	done(&m);
	json_decref(doc);
}
