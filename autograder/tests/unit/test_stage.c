/*
 * test_stage.c - manifests, mutants, starters, the course.
 */
#include "core_case.h"

static const char small[] =
"stage: 01-small\n" "title: Small\n" "part: 1\n" "minutes: 1\n"
"files:\n" "  - name: a.c\n" "    role: code\n"
"rubric:\n" "  behaviour: 100\n"
"tests:\n" "  - name: a/b\n" "    points: 1\n" "    title: t\n"
"    means: m\n";

static struct course *small_course(const char *scratch, const char *manifest)
{
	struct text problem = TEXT_EMPTY;
	char *build = case_build();

	case_write(scratch, "autograder/stages/01-small/stage.yaml", manifest);
	case_write(scratch, "solutions/01-small/a.c", "int a;\n");
	struct course *course = course_open(scratch, build, &problem);
	cr_assert_not_null(course, "%s", text_string(&problem));
	free(build);
	return course;
}

/* small with one edit must be refused, and the message hold words. */
static void expect_refused(const char *find, const char *with,
                           const char *words)
{
	struct mutant edit = { .find = must_copy(find),
	                       .with = must_copy(with) };
	struct text manifest = TEXT_EMPTY, problem = TEXT_EMPTY;
	char *scratch = case_scratch();

	cr_assert(mutant_apply(&edit, small, &manifest, &problem));
	struct course *course = small_course(scratch, text_string(&manifest));
	struct stage *stage = stage_load(course, "01-small", &problem);
	cr_expect_null(stage, "%s was taken", with);
	cr_expect_not_null(strstr(text_string(&problem), words), "%s",
	                   text_string(&problem));
	stage_free(stage);
	course_free(course);
	free(edit.find);
	free(edit.with);
	text_free(&manifest);
	text_free(&problem);
	case_leave(scratch);
}

Test(stage, reads_every_field)
{
	struct course *course = case_course();
	struct text problem = TEXT_EMPTY;
	struct stage *s = stage_load(course, "01-twice", &problem);

	cr_assert_not_null(s, "%s", text_string(&problem));
	cr_assert_str_eq(s->title, "Twice");
	cr_assert_str_eq(stage_file(s, ROLE_OWN_TESTS, 0)->name, "my_tests.c");
	cr_assert_null(stage_file(s, ROLE_CODE, 1));
	cr_assert(stage_test(s, "twice/doubles_what_is_negative")->held);
	cr_assert_eq(stage_test(s, "twice/doubles")->misconceptions[0], 21);
	cr_assert_null(stage_test(s, "no/such"));
	stage_free(s);
	s = stage_load(course, "02-more", &problem);
	cr_assert_eq(s->rig, RIG_FAILPOINT);
	cr_assert_str_eq(s->uses[0].rename[0].from, "twice");
	cr_assert_eq(s->snippets[1].expect, EXPECT_ERROR);
	cr_assert_str_eq(stage_test(s, "shape/refuses_two")->title,
	                 "copy_of takes one number");
	stage_free(s);
	course_free(course);
}

Test(stage, refuses_what_is_wrong_and_says_where)
{
	expect_refused("part: 1", "part: one", "stage.yaml:");
	expect_refused("title: Small\n", "title: Small\nfoo: 1\n",
	               "stage.yaml:");
	expect_refused("role: code", "role: poem", "stage.yaml:7");
	expect_refused("behaviour: 100", "behaviour: 99", "add up to 100");
	expect_refused("behaviour: 100", "behaviour: 80\n  own_tests: 20",
	               "own_tests");
	expect_refused("behaviour: 100", "behaviour: 120\n  memory: -20",
	               "negative");
	expect_refused("name: a.c", "name: b.c", "b.c does not exist");
	expect_refused("name: a.c", "name: ../a.c", "does not exist");
	expect_refused("stage: 01-small", "stage: 02-small", "another stage");
	expect_refused("a/b", "ab", "suite/test");
	expect_refused("a/b", "a/b/c", "suite/test");
	expect_refused("points: 1", "points: -1", "negative");
	expect_refused("points: 1", "points: 0", "no test has points");
	expect_refused("part: 1\n", "part: 1\ntimeout: 900\n", "600");
	expect_refused("files:\n", "uses:\n  - stage: x\n    file: y.c\nfiles:\n",
	               "no such reference");
	expect_refused("tests:\n", "tests:\n  - name: a/b\n    points: 1\n"
	               "    title: t\n    means: m\n", "twice");
	expect_refused("files:\n", "headers: [none.h]\nfiles:\n", "none.h");
	expect_refused("files:\n", "support: [none.c]\nfiles:\n", "none.c");
}

/* For libcyaml a file without a document is no fault, and gives no data. */
Test(stage, refuses_an_empty_manifest)
{
	struct text problem = TEXT_EMPTY;
	char *scratch = case_scratch();
	struct course *course = small_course(scratch, "# to be written\n");

	cr_expect_null(stage_load(course, "01-small", &problem));
	cr_expect_not_null(strstr(text_string(&problem), "stage.yaml is empty."),
	                   "%s", text_string(&problem));
	course_free(course);
	text_free(&problem);
	case_leave(scratch);
}

Test(course, finds_stages_by_number_and_name)
{
	struct course *course = case_course();
	struct text problem = TEXT_EMPTY;

	cr_expect_str_eq(course_stage(course, "2", NULL), "02-more");
	cr_expect_str_eq(course_stage(course, "02", NULL), "02-more");
	cr_expect_str_eq(course_stage(course, "02-more", NULL), "02-more");
	cr_expect_null(course_stage(course, "4", &problem));
	cr_expect_not_null(strstr(text_string(&problem), "01-twice, 02-more, 03-heap"));
	cr_expect_null(course_stage(course, "2x", &problem));
	cr_expect_null(stage_load(course, "09-none", &problem));
	text_free(&problem);
	course_free(course);
}

Test(course, says_when_there_is_none)
{
	struct text problem = TEXT_EMPTY;

	cr_expect_null(course_open("/tmp", NULL, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "no course"));
	cr_expect_null(course_open(FIXTURE, "/nowhere", &problem));
	cr_expect_not_null(strstr(text_string(&problem), "make"));
	text_free(&problem);
}

Test(mutants, are_edits_that_fit_once)
{
	struct course *course = case_course();
	struct text problem = TEXT_EMPTY, out = TEXT_EMPTY;
	struct mutants m;

	cr_assert(mutants_load(course, "01-twice", &m, &problem));
	cr_assert_eq(m.count, 3);
	cr_assert(m.items[0].own && !m.items[2].own);
	cr_assert_str_eq(m.items[0].find, "\treturn n + n;\n");
	cr_assert(mutant_apply(&m.items[1], "a(n + n)", &out, &problem));
	cr_assert_str_eq(text_string(&out), "a(n * n)");
	cr_assert_not(mutant_apply(&m.items[1], "none", &out, &problem));
	cr_assert_not_null(strstr(text_string(&problem), "nowhere"));
	cr_assert_not(mutant_apply(&m.items[1], "n + n, n + n", &out, &problem));
	cr_assert_not_null(strstr(text_string(&problem), "more than once"));
	mutants_free(&m);
	cr_assert(mutants_load(course, "02-more", &m, &problem));
	cr_assert_eq(m.count, 0);
	mutants_free(&m);
	text_free(&out);
	text_free(&problem);
	course_free(course);
}

static void expect_starter(const char *reference, const char *wanted)
{
	struct text out = TEXT_EMPTY, problem = TEXT_EMPTY;

	cr_expect(derive_starter(reference, "a.c", &out, &problem), "%s",
	          text_string(&problem));
	cr_expect_str_eq(text_string(&out), wanted);
	text_free(&out);
	text_free(&problem);
}

static void expect_no_starter(const char *reference, const char *words)
{
	struct text out = TEXT_EMPTY, problem = TEXT_EMPTY;

	cr_expect_not(derive_starter(reference, "a.c", &out, &problem));
	cr_expect_not_null(strstr(text_string(&problem), words), "%s",
	                   text_string(&problem));
	text_free(&out);
	text_free(&problem);
}

Test(starter, has_what_the_mark_says)
{
	expect_starter("a\n\t/* student: begin\n\t * b\n\t *\n\t *  c\n\t */\n"
	               "\td\n\t/* student: end */\ne\n",
	               "a\n\tb\n\n\t c\ne\n");
	expect_starter("/* student: begin */\nx\n/* student: end */\n", "");
	expect_starter("/* student: begin\n * // one\n */\nx\n"
	               "/* student: end */\n", "// one\n");
	expect_starter("no marks", "no marks\n");
}

Test(starter, refuses_marks_out_of_order)
{
	expect_no_starter("/* student: end */\n", "a.c:1: this mark closes");
	expect_no_starter("/* student: begin\n */\n", "never closed");
	expect_no_starter("/* student: begin\nx\n", "a.c:2");
	expect_no_starter("/* student: begin\n */\n/* student: begin\n",
	                  "nested");
}
