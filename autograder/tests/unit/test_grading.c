/*
 * test_grading.c - whole submissions to the fixture course, end to end.
 */
#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include "core_case.h"
#include "pipeline/submission.h"
#include "pipeline/symbols.h"

struct graded {
	struct course *course;
	struct stage *stage;
	char *scratch, *from;
	struct result *result;
	bool foreign;
};

static void open_case(struct graded *c, const char *stage)
{
	c->course = case_course();
	c->stage = stage_load(c->course, stage, NULL);
	c->scratch = case_scratch();
	c->from = case_scratch();
	c->foreign = false;
}

static void grade(struct graded *c, bool quick)
{
	struct job job = { .stage = c->stage, .from = c->from,
	                   .scratch = c->scratch, .quick = quick,
	                   .foreign = c->foreign };

	c->result = pipeline_grade(c->course, &job);
}

static void close_case(struct graded *c)
{
	result_free(c->result);
	case_leave(c->from);
	case_leave(c->scratch);
	stage_free(c->stage);
	course_free(c->course);
}

/* One file twice.c in, one result out; the caller closes. */
static void grade_twice(struct graded *c, const char *source)
{
	open_case(c, "01-twice");
	case_write(c->from, "twice.c", source);
	grade(c, true);
}

static const struct finding *finding(const struct graded *c, const char *kind)
{
	for (size_t i = 0; i < c->result->findings.count; i++)
		if (strcmp(c->result->findings.items[i].kind, kind) == 0)
			return &c->result->findings.items[i];
	return NULL;
}

static void expect_rejected(const char *source, const char *kind)
{
	struct graded c;

	grade_twice(&c, source);
	cr_expect_eq(c.result->status, RESULT_REJECTED, "%s: %s", kind,
	             c.result->problem);
	cr_expect_not_null(finding(&c, kind), "no finding %s, but %s", kind,
	                   c.result->findings.count > 0 ?
	                   c.result->findings.items[0].kind : "none");
	cr_expect_eq(c.result->score.points, 0);
	close_case(&c);
}

#define GOOD "#include \"twice.h\"\nint twice(int n) { return n + n; }\n"

Test(grading, gives_full_marks_to_the_reference, .timeout = 300)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "twice.c", GOOD);
	case_write(c.from, "my_tests.c", "#include <criterion/criterion.h>\n"
	           "#include \"twice.h\"\n"
	           "Test(mine, one) { cr_assert_eq(twice(21), 42); }\n");
	grade(&c, false);
	cr_assert_eq(c.result->status, RESULT_GRADED, "%s", c.result->problem);
	cr_expect_eq(c.result->score.points, 100);
	cr_expect_eq(c.result->score.parts.count, 3);
	cr_expect(c.result->coverage.known);
	cr_expect_eq(c.result->own.mutants.count, 2);
	cr_expect_eq(c.result->findings.count, 0);
	cr_expect(c.result->own.coverage.known);
	cr_expect_eq(c.result->own.coverage.lines_covered, 1);
	close_case(&c);
}

/* Four lines, two of them (and half of another's branches) out of the test's reach. */
Test(grading, pays_for_the_lines_that_own_tests_reach, .timeout = 300)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "twice.c", "#include \"twice.h\"\n"
	           "int twice(int n)\n{\n\tif (n < 0) {\n\t\tn = -n;\n"
	           "\t\treturn -(n + n);\n\t}\n\treturn n + n;\n}\n");
	case_write(c.from, "my_tests.c", "#include <criterion/criterion.h>\n"
	           "#include \"twice.h\"\n"
	           "Test(mine, one) { cr_assert_eq(twice(21), 42); }\n");
	grade(&c, false);
	const struct coverage *seen = &c.result->own.coverage;
	cr_assert(seen->known);
	cr_assert_eq(seen->files.count, 1);
	cr_expect_eq(seen->lines, 5);
	cr_expect_eq(seen->lines_covered, 3);
	cr_expect_eq(seen->files.items[0].lines.items[2].hits, 0, "line 5");
	/* 60 % of the lines, where 80 % counts as all, and a fifth of 20 points. */
	cr_expect_float_eq(c.result->score.points, 80 + 20 * (0.8 + 0.2 * 0.75), 1e-9);
	close_case(&c);
}

/* A variable of the reference's is the faulty one's too: it holds what that one put there. */
Test(grading, lets_own_tests_read_a_variable, .timeout = 300)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "twice.c", "#include \"twice.h\"\nint twice_calls;\n"
	           "int twice(int n) { twice_calls++; return n + n; }\n");
	case_write(c.from, "my_tests.c", "#include <criterion/criterion.h>\n"
	           "#include \"twice.h\"\n"
	           "Test(mine, one) { twice(21); cr_assert_eq(twice_calls, 1); }\n");
	grade(&c, false);
	cr_assert_eq(c.result->own.mutants.count, 2);
	for (size_t i = 0; i < 2; i++)
		cr_expect_not(c.result->own.mutants.items[i].caught);
	close_case(&c);
}

/* The second time from memory, and only where the tests are the same. */
Test(grading, knows_what_the_same_own_tests_came_to, .timeout = 300)
{
	static const char *const tests[] = {
		"Test(mine, one) { cr_assert_eq(twice(21), 42); }\n",
		"Test(mine, one) { cr_assert_eq(twice(21), 42); }\n",
		"Test(mine, nothing) { twice(21); }\n",
	};

	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		struct graded c;
		char *source = must_format("#include <criterion/criterion.h>\n"
		                           "#include \"twice.h\"\n%s", tests[i]);
		open_case(&c, "01-twice");
		case_write(c.from, "twice.c", GOOD);
		case_write(c.from, "my_tests.c", source);
		grade(&c, false);
		cr_assert_eq(c.result->own.mutants.count, 2);
		for (size_t k = 0; k < 2; k++) {
			const struct mutant_outcome *m = &c.result->own.mutants.items[k];
			cr_expect_eq(m->caught, i < 2, "%zu %s", i, m->id);
			cr_expect(i == 2 || strcmp(m->by, "mine/one") == 0, "%zu %s", i, m->by);
		}
		free(source);
		close_case(&c);
	}
}

Test(grading, runs_only_the_tests_that_are_asked_for, .timeout = 300)
{
	static const char *const only[] = { "twice/doubles" };
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "twice.c", GOOD);
	struct job job = { .stage = c.stage, .from = c.from, .scratch = c.scratch,
	                   .only = only, .only_count = 1 };
	c.result = pipeline_grade(c.course, &job);
	cr_assert_eq(c.result->status, RESULT_GRADED, "%s", c.result->problem);
	cr_expect_eq(c.result->tests.items[0].status, TEST_PASSED);
	cr_expect_eq(c.result->tests.items[0].memory, MEMORY_CLEAN);
	cr_expect_eq(c.result->tests.items[1].status, TEST_SKIPPED);
	cr_expect_eq(c.result->tests.items[1].memory, MEMORY_NOT_RUN);
	cr_expect_eq(c.result->phases[PHASE_OWN_TESTS].status, PHASE_SKIPPED);
	close_case(&c);
}

Test(grading, uses_parts_headers_failpoints_and_snippets, .timeout = 300)
{
	struct graded c;

	open_case(&c, "02-more");
	case_write(c.from, "copy.c", "#include \"copy.h\"\n#include <stdlib.h>\n"
	           "#include \"shape.h\"\nint *copy_of(int n)\n{\n"
	           "\tint *p = malloc(SHAPE_BYTES);\n\t*p = n;\n"
	           "\treturn p;\n}\n");
	case_write(c.from, "shape.h", "#define SHAPE_BYTES 8\n");
	grade(&c, true);
	cr_assert_eq(c.result->status, RESULT_GRADED, "%s", c.result->problem);
	cr_expect_eq(c.result->tests.items[0].status, TEST_PASSED);
	cr_expect_eq(c.result->tests.items[1].status, TEST_CRASHED);
	cr_expect_eq(c.result->tests.items[2].status, TEST_FAILED);
	cr_expect_eq(c.result->tests.items[3].status, TEST_PASSED);
	/* 3 and 1 of 7 points, times 80. */
	cr_expect_float_eq(c.result->score.points, 45.7, 1e-9);
	close_case(&c);
}

Test(grading, keeps_the_source_of_what_does_not_compile, .timeout = 300)
{
	struct graded c;
	const struct finding *f;

	/* As an editor on another system saves it. */
	grade_twice(&c, "\xef\xbb\xbf#include \"twice.h\"\r\n"
	            "int twice(int n) { return n + n }\r\n");
	f = finding(&c, "missing-semicolon");
	cr_assert_eq(c.result->files.count, 1);
	cr_assert_eq(c.result->files.items[0].source.count, 2);
	cr_expect_str_eq(c.result->files.items[0].source.items[0],
	                 "#include \"twice.h\"");
	cr_assert_not_null(f);
	cr_expect_gt(f->snippet.count, 0);
	close_case(&c);
}

Test(grading, keeps_held_back_tests_to_itself, .timeout = 300)
{
	struct graded c;

	grade_twice(&c, "int twice(int n) { return n < 0 ? 1 : n + n; }\n");
	cr_expect_eq(c.result->tests.items[0].status, TEST_PASSED);
	cr_expect_eq(c.result->tests.items[1].status, TEST_FAILED);
	for (size_t i = 0; i < c.result->findings.count; i++) {
		const struct finding *f = &c.result->findings.items[i];
		cr_expect(f->expected == NULL && f->actual == NULL);
		cr_expect(f->raw == NULL || !strstr(f->raw, "secret"));
		cr_expect(f->what == NULL || !strstr(f->what, "secret"));
		cr_expect(f->where.file == NULL ||
		          !strstr(f->where.file, "held"));
	}
	close_case(&c);
}

Test(grading, counts_no_test_that_left_early, .timeout = 300)
{
	struct graded c;

	open_case(&c, "01-twice");
	/* The rules of a stage forbid exit; raise a signal by arithmetic. */
	case_write(c.from, "twice.c", "int twice(int n)\n{\n"
	           "\tfor (;;)\n\t\tn ^= 1;\n}\n");
	grade(&c, true);
	cr_expect_eq(c.result->tests.items[0].status, TEST_TIMEOUT);
	cr_expect_eq(c.result->score.points, 0);
	close_case(&c);
	grade_twice(&c, "int twice(int n) { return n / (n - n); }\n");
	cr_expect_eq(c.result->tests.items[0].status, TEST_CRASHED);
	/* SIGILL, and not SIGFPE: see BUILD_GRADED_FLAGS */
	cr_expect_eq(c.result->tests.items[0].signal, 4);
	close_case(&c);
}

Test(grading, rejects_what_breaks_the_rules, .timeout = 300)
{
	expect_rejected("#include <stdlib.h>\nint twice(int n)\n"
	                "{\n\texit(n);\n}\n", "forbidden-call");
	expect_rejected("int twice_as(int n) { return n; }\n",
	                "missing-function");
	expect_rejected(GOOD "int main(void) { return 0; }\n", "own-main");
	expect_rejected(GOOD "__attribute__((constructor)) static void f(void)"
	                " { }\n", "constructor");
	expect_rejected(GOOD "int memcmp(const void *a, const void *b,"
	                " unsigned long n) { (void)a; (void)b; (void)n;"
	                " return 0; }\n", "name-clash");
	expect_rejected(GOOD "int cr_x;\n", "name-clash");
	expect_rejected("#include <criterion/criterion.h>\n" GOOD
	                "Test(twice, mine) { }\n", "framework-section");
	expect_rejected("#include <valgrind/valgrind.h>\nint twice(int n)\n"
	                "{ VALGRIND_DISABLE_ERROR_REPORTING; return n; }\n",
	                "client-request");
	expect_rejected(GOOD "static int f(void) { return 1; }\n"
	                "static int (*pick(void))(void) { return f; }\n"
	                "int g(void) __attribute__((ifunc(\"pick\")));\n",
	                "constructor");
}

Test(grading, rejects_what_does_not_compile, .timeout = 300)
{
	struct graded c;

	grade_twice(&c, "int twice(int n) { return n + }\n");
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "does not compile"));
	cr_expect_gt(c.result->findings.count, 0);
	close_case(&c);
}

Test(grading, warns_of_debugging_output_and_goes_on, .timeout = 300)
{
	struct graded c;

	grade_twice(&c, "#include <stdio.h>\nint twice(int n)\n"
	            "{\n\tputs(\"here\");\n\treturn n + n;\n}\n");
	cr_expect_eq(c.result->status, RESULT_GRADED);
	cr_expect_not_null(finding(&c, "debug-output"));
	cr_expect_eq(c.result->score.points, 60);
	close_case(&c);
}

static const char *const bad_tests[][2] = {
	{ "Test(mine, wrong) { cr_assert_eq(twice(1), 3); }", "wrong" },
	{ "Test(mine, crash) { *(volatile int *)twice(0) = 1; }", "crash" },
	{ "", "no test" },
	{ "Test(mine, x) { oops }", "does not compile: submission/my_tests.c:3:17: error:" },
	{ "Test(mine, x) { cr_assert_eq(twice(oops), 3); }",
	  "does not compile: submission/my_tests.c:3:17: error:" },
	/* The linker, or (since gcc 14) the compiler. */
	{ "Test(mine, x) { cr_assert_eq(thrice(1), 3); }", "thrice" },
	{ "int twice(int n) { return n; } Test(mine, x) { twice(1); }", "both define twice" },
};

Test(grading, says_what_is_wrong_with_own_tests, .timeout = 600)
{
	for (size_t i = 0; i < sizeof bad_tests / sizeof *bad_tests; i++) {
		struct graded c;
		char *source = must_format("#include <criterion/criterion.h>\n"
		                           "#include \"twice.h\"\n%s\n",
		                           bad_tests[i][0]);
		open_case(&c, "01-twice");
		case_write(c.from, "twice.c", GOOD);
		case_write(c.from, "my_tests.c", source);
		grade(&c, false);
		cr_expect_eq(c.result->score.points, 80);
		cr_expect_not_null(c.result->own.problem);
		cr_expect_not_null(strstr(c.result->own.problem, bad_tests[i][1]),
		                   "%s", c.result->own.problem);
		free(source);
		close_case(&c);
	}
}

/* Neither compiled nor run where there is no sandbox; and with one as without. */
Test(grading, keeps_foreign_code_in_a_sandbox, .timeout = 300)
{
	static const char *const own = "#include <criterion/criterion.h>\n"
		"#include \"twice.h\"\n"
		"Test(mine, one) { cr_assert_eq(twice(21), 42); }\n";
	char *path = must_copy(getenv("PATH"));

	for (int lost = 0; lost < 2; lost++) {
		struct graded c;

		open_case(&c, "01-twice");
		c.foreign = true;
		case_write(c.from, "twice.c", GOOD);
		case_write(c.from, "my_tests.c", own);
		setenv("PATH", lost ? "/nowhere" : path, 1);
		grade(&c, false);
		if (lost) {
			cr_expect_eq(c.result->status, RESULT_NOT_GRADED);
			cr_expect_not_null(strstr(c.result->problem, "no sandbox"),
			                   "%s", c.result->problem);
			cr_expect_eq(c.result->tests.items[0].status, TEST_NOT_RUN);
		} else {
			cr_expect_eq(c.result->score.points, 100, "%s",
			             c.result->findings.count > 0 ?
			             c.result->findings.items[0].title : "no finding");
			cr_expect(c.result->coverage.known);
		}
		close_case(&c);
	}
	free(path);
}

/* ---- accept ------------------------------------------------------------ */

Test(accept, says_which_file_is_missing)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "twice.cpp", GOOD);
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_str_eq(c.result->problem, "twice.c is missing.");
	close_case(&c);
}

Test(accept, finds_a_file_in_a_wrong_place_but_does_not_guess)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "work/deep/twice.c", GOOD);
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_GRADED, "%s", c.result->problem);
	result_free(c.result);
	case_write(c.from, "old/twice.c", GOOD);
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(finding(&c, "ambiguous-file"));
	result_free(c.result);
	/* Its exact place settles it; another stage's folder never counts. */
	case_write(c.from, "exercises/01-twice/twice.c", GOOD);
	case_write(c.from, "02-more/twice.c", "wrong");
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_GRADED, "%s", c.result->problem);
	close_case(&c);
}

Test(accept, takes_no_link_and_no_binary)
{
	struct graded c;

	open_case(&c, "01-twice");
	char *link = path_join(c.from, "twice.c");
	cr_assert_eq(symlink("/etc/passwd", link), 0);
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "it is a link"));
	free(link);
	close_case(&c);
	expect_rejected("PK\3\4...", "not-text");
	expect_rejected("%PDF-1.4", "not-text");
	expect_rejected("\177ELF", "not-text");
	expect_rejected("\xff\xfe" "i", "not-text");
	expect_rejected("\xd0\xcf\x11\xe0", "not-text");
}

Test(accept, grades_what_windows_wrote_and_tells, .timeout = 300)
{
	struct graded c;

	grade_twice(&c, "\xef\xbb\xbf#include \"twice.h\"\r\n"
	            "int twice(int n) { return n + n; }\r\n");
	cr_expect_eq(c.result->score.points, 60);
	cr_expect_not_null(finding(&c, "crlf"));
	cr_expect_not_null(finding(&c, "byte-order-mark"));
	close_case(&c);
}

Test(accept, refuses_what_is_too_large_or_too_many)
{
	struct graded c;
	size_t n = SUBMISSION_FILE_MAX + 2;
	char *large = must_alloc(n);

	memset(large, '\n', n - 1);
	expect_rejected(large, "too-large");
	free(large);
	open_case(&c, "01-twice");
	for (size_t i = 0; i <= SUBMISSION_ENTRIES_MAX; i++) {
		char *name = must_format("f%zu", i);
		case_write(c.from, name, "");
		free(name);
	}
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "more than"));
	close_case(&c);
}

Test(inspect, refuses_a_crowd_of_names, .timeout = 300)
{
	struct graded c;
	struct text crowd = TEXT_EMPTY;

	open_case(&c, "01-twice");
	text_add(&crowd, GOOD);
	for (int i = 0; i <= SYMBOLS_MAX; i++)
		text_add_format(&crowd, "int of_many_%d;\n", i);
	case_write(c.from, "twice.c", text_string(&crowd));
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "more than 10000"), "%s",
	                   c.result->problem);
	text_free(&crowd);
	close_case(&c);
}

/* Neither in a comment nor in a text nor as a part of another name. */
Test(inspect, shows_the_line_that_calls, .timeout = 300)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "twice.c", "#include <stdlib.h>\n"
	           "/* No exit here,\n   and no exit there. */ // exit\n"
	           "static const char *exit_words = \"\\\"exit(1)\";\n"
	           "int twice(int n)\n{\n\t/**/ exit(n + (*exit_words == 'x'));\n}\n");
	grade(&c, true);
	cr_assert_eq(c.result->status, RESULT_REJECTED);
	cr_assert_eq(c.result->findings.count, 1);
	cr_expect_str_eq(c.result->findings.items[0].kind, "forbidden-call");
	cr_expect_eq(c.result->findings.items[0].where.line, 7, "line %d",
	             c.result->findings.items[0].where.line);
	close_case(&c);
}

/* ---- archives ---------------------------------------------------------- */

static void add_entry(struct archive *a, const char *path, const char *link,
                      size_t n, const char *bytes)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, path);
	archive_entry_set_filetype(e, link != NULL ? AE_IFLNK : AE_IFREG);
	if (link != NULL)
		archive_entry_set_symlink(e, link);
	archive_entry_set_size(e, link != NULL ? 0 : (la_int64_t)n);
	archive_entry_set_perm(e, 0644);
	cr_assert_eq(archive_write_header(a, e), ARCHIVE_OK);
	if (link == NULL)
		archive_write_data(a, bytes, n);
	archive_entry_free(e);
}

static struct archive *start_archive(const char *path)
{
	struct archive *a = archive_write_new();

	archive_write_add_filter_gzip(a);
	archive_write_set_format_pax_restricted(a);
	cr_assert_eq(archive_write_open_filename(a, path), ARCHIVE_OK);
	return a;
}

/* Grades the archive that fill makes; the caller closes. */
static void grade_archive(struct graded *c, void fill(struct archive *a))
{
	open_case(c, "01-twice");
	char *folder = c->from, *path = path_join(folder, "work.tar.gz");
	struct archive *a = start_archive(path);

	fill(a);
	archive_write_free(a);
	c->from = path;
	grade(c, true);
	c->from = folder;
	free(path);
}

static void fill_good(struct archive *a)
{
	add_entry(a, "notes.txt", NULL, 2, "hi");
	add_entry(a, "alice/twice.c", NULL, strlen(GOOD), GOOD);
}

static void fill_bad(struct archive *a)
{
	add_entry(a, "twice.c", "/etc/passwd", 0, NULL);
	add_entry(a, "../../twice.c", NULL, strlen(GOOD), GOOD);
	add_entry(a, "/tmp/twice.c", NULL, strlen(GOOD), GOOD);
}

static void fill_bomb(struct archive *a)
{
	size_t n = SUBMISSION_TOTAL_MAX + 1;
	char *zeros = must_alloc(n);

	add_entry(a, "zeros", NULL, n, zeros);
	add_entry(a, "twice.c", NULL, strlen(GOOD), GOOD);
	free(zeros);
}

Test(archive, is_searched_like_a_folder)
{
	struct graded c;

	grade_archive(&c, fill_good);
	cr_expect_eq(c.result->status, RESULT_GRADED, "%s", c.result->problem);
	cr_expect(text_ends(c.result->files.items[0].path,
	                    "work.tar.gz/alice/twice.c"));
	close_case(&c);
}

Test(archive, leads_nowhere_outside)
{
	struct graded c;

	grade_archive(&c, fill_bad);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "leads outside"), "%s",
	                   c.result->problem);
	close_case(&c);
}

Test(archive, is_no_bomb)
{
	struct graded c;

	grade_archive(&c, fill_bomb);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "more than 16 MiB"));
	close_case(&c);
}

/* libarchive would hand this one to a program lrzip, if there is any. */
Test(archive, starts_no_program)
{
	static const char program[] = "#!/bin/sh\n: >\"${0%/*}/started\"\n";
	static const char header[64] = "LRZI\0\6";
	struct graded c;

	open_case(&c, "01-twice");
	char *folder = c.from, *path = must_format("%s:%s", folder, getenv("PATH"));
	char *lrzip = path_join(folder, "lrzip");
	char *started = path_join(folder, "started");
	case_write(folder, "lrzip", program);
	cr_assert_eq(chmod(lrzip, 0755), 0);
	setenv("PATH", path, 1);
	c.from = path_join(folder, "work.tar.lrz");
	cr_assert(file_write(c.from, header, sizeof header));
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not(is_file(started));
	free(c.from);
	c.from = folder;
	free(path);
	free(lrzip);
	free(started);
	close_case(&c);
}

Test(archive, must_be_one)
{
	struct graded c;

	open_case(&c, "01-twice");
	case_write(c.from, "work.zip", "this is no zip");
	char *folder = c.from;
	c.from = path_join(folder, "work.zip");
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	free(c.from);
	c.from = path_join(folder, "none");
	result_free(c.result);
	grade(&c, true);
	cr_expect_eq(c.result->status, RESULT_REJECTED);
	cr_expect_not_null(strstr(c.result->problem, "There is no"));
	free(c.from);
	c.from = folder;
	close_case(&c);
}

/* ---- names ------------------------------------------------------------- */

Test(grading, knows_files_by_any_of_their_names)
{
	struct graded c;

	grade_twice(&c, GOOD);
	struct grading g = { .course = c.course, .stage = c.stage,
	                     .result = c.result };
	char *submission = path_join(c.scratch, "submission");
	g.submission = submission;
	cr_expect(grading_owns("/tmp/x/submission/twice.c"));
	cr_expect_not(grading_owns("mysubmission/twice.c"));
	cr_expect_not(grading_owns(NULL));
	cr_expect_str_eq(grading_shown_path(&g, "submission/twice.c"),
	                 c.result->files.items[0].path);
	char *held = path_join(c.course->root, "exercises/x.c");
	cr_expect_str_eq(grading_shown_path(&g, held), "exercises/x.c");
	cr_expect_str_eq(grading_shown_path(&g, "/usr/include/a.h"), "a.h");
	cr_expect_null(grading_shown_path(&g, NULL));
	const text_list *lines = grading_source(&g, "submission/twice.c");
	cr_assert_not_null(lines);
	cr_expect_eq(lines->count, 2);
	cr_expect_null(grading_source(&g, "other.c"));
	free(held);
	free(submission);
	close_case(&c);
}
