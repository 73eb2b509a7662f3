/*
 * test_diagnostics.c - what gcc says of some sixty programs becomes findings.
 *
 * Recorded from fixtures/gcc/NAME.c by `record`.
 */
#include "findings_case.h"

#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "pipeline/diagnostics.h"

#define GCC_FIXTURES "autograder/tests/fixtures/gcc"

struct program {
	char name[32];
	char kind[32];          /* of the first finding                        */
	int line;
	int errors;             /* that gcc reports; 0: warnings only          */
	char says[48];          /* stands in title or "what"                   */
};

static struct program programs[] = {
	{ "semicolon", "missing-semicolon", 4, 1, "" },
	{ "formatted", "missing-semicolon", 4, 1, "" },
	{ "brace", "missing-brace", 6, 1, "" },
	{ "undeclared", "undeclared-name", 5, 1, "Did you mean total?" },
	{ "unknown_type", "unknown-type", 1, 2, "size_t" },
	{ "no_header", "missing-header", 1, 1, "playlst.h" },
	{ "comma", "missing-comma", 1, 1, "between the parameters" },
	{ "struct_end", "missing-semicolon", 2, 1, "" },
	{ "member_end", "something-missing", 3, 1, "" },
	{ "declaration", "something-missing", 3, 2, "before line 3" },
	{ "conflict", "conflicting-types", 2, 1, "before (line 1 of the file" },
	{ "two_types", "conflicting-types", 2, 1, "n is declared in two ways" },
	{ "late", "conflicting-types", 5, 1, "Line 3 calls grow" },
	{ "late_static", "static-conflict", 5, 1, "Line 3 calls grow" },
	{ "static_twice", "static-conflict", 2, 1, "once with static and once without" },
	{ "builtin", "builtin-conflict", 1, 0, "strlen of its own" },
	{ "twice", "redefinition", 2, 1, "line 1 already" },
	{ "arguments", "wrong-arguments", 2, 1, "add" },
	{ "member", "no-member", 2, 1, "second" },
	{ "dot", "dot-or-arrow", 2, 1, "" },
	{ "void_pointer", "void-dereference", 1, 1, "" },
	{ "void_value", "void-dereference", 2, 1, "" },
	{ "incomplete", "incomplete-type", 2, 1, "" },
	{ "address_of_sum", "no-address", 1, 1, "" },
	{ "array_assign", "not-assignable", 1, 1, "" },
	{ "const_write", "read-only", 1, 1, "" },
	{ "assertion", "static-assertion", 1, 1, "eight bytes" },
	{ "stray", "stray-character", 1, -1, "more error" },
	{ "unterminated", "unterminated-text", 3, -1, "" },
	{ "sizeof_pointer", "sizeof-pointer", 2, 0, "8 bytes" },
	{ "bound_of_source", "sizeof-source", 2, 0, "" },
	{ "void_arithmetic", "void-arithmetic", 2, 0, "a step of one byte" },
	{ "sizeof_parameter", "sizeof-array-parameter", 2, 0, "numbers" },
	{ "local_address", "return-local", 1, 0, "" },
	{ "dangling", "return-local", 8, 0, "its block or function ends" },
	{ "after_free", "compile-use-after-free", 2, 0, "given back in line 2" },
	{ "free_array", "compile-free-nonheap", 2, 0, "" },
	{ "uninitialised", "compile-uninitialised", 1, 0, "n is used before" },
	{ "implicit", "implicit-function", 1, 0, "malloc" },
	{ "no_include", "implicit-function", 1, 0, "malloc" },
	{ "const_lost", "discarded-const", 1, 0, "" },
	{ "too_large", "number-cut-off", 1, 0, "from" },
	{ "cut_off", "copy-cut-off", 2, 0, "" },
	{ "overrun", "compile-overflow", 2, 0, "outside its bounds" },
	{ "huge", "compile-huge-size", 2, 0, "" },
	{ "zero_bytes", "block-of-nothing", 3, 0, "0 bytes" },
	{ "pointers", "incompatible-pointers", 1, 0, "" },
	{ "integer_pointer", "int-conversion", 1, 0, "" },
	{ "no_return", "missing-return", 1, 0, "" },
	{ "format", "format-mismatch", 2, 0, "size_t" },
	{ "ignored", "result-ignored", 2, 0, "realloc" },
	{ "signs", "sign-compare", 2, 0, "" },
	{ "limits", "one-answer", 2, 0, "only one answer" },
	{ "unused", "unused", 1, 0, "" },
	{ "indentation", "misleading-indentation", 3, 0, "" },
	{ "shadow", "shadowed", 1, 0, "" },
	{ "vla", "variable-length-array", 1, 0, "" },
	{ "vla_parameter", "variable-length-array", 1, 0, "as a parameter" },
	{ "condition", "assignment-in-condition", 1, 0, "" },
	{ "wall", "undeclared-name", 1, 7, "2 more errors" },
};

static struct grading case_of(const char *name, struct text *said)
{
	char path[128];
	struct grading g;

	snprintf(path, sizeof path, "%s.c", name);
	g = grading_of(path);
	/* grading_of keeps the name's address, so give it one that stays. */
	g.result->files.items[0].name = result_text(g.result, path);
	g.submission = GCC_FIXTURES;
	snprintf(path, sizeof path, GCC_FIXTURES "/%s.json", name);
	cr_assert(file_read(path, 0, said), "%s: run fixtures/gcc/record", path);
	return g;
}

ParameterizedTestParameters(diagnostics, explains)
{
	return cr_make_param_array(struct program, programs,
	                           sizeof programs / sizeof *programs);
}

ParameterizedTest(struct program *p, diagnostics, explains)
{
	struct text said = TEXT_EMPTY, shown = TEXT_EMPTY;
	struct grading g = case_of(p->name, &said);
	size_t errors = diagnostics_read(&g, text_string(&said), said.length);

	cr_assert_gt(g.result->findings.count, 0, "%s", p->name);
	const struct finding *f = &g.result->findings.items[0];
	cr_expect_str_eq(f->kind, p->kind, "%s: %s", p->name, f->kind);
	cr_expect_eq(f->where.line, p->line, "%s: line %d", p->name,
	             f->where.line);
	cr_expect_gt(f->where.column, 0);
	cr_expect_eq(f->severity == SEVERITY_ERROR, p->errors != 0);
	if (p->errors >= 0)
		cr_expect_eq(errors, (size_t)p->errors, "%s: %zu errors",
		             p->name, errors);
	text_add_format(&shown, "%s %s", f->title, f->what);
	cr_expect_not_null(strstr(text_string(&shown), p->says), "%s: %s",
	                   p->name, text_string(&shown));
	cr_expect_gt(f->snippet.count, 0, "%s", p->name);
	expect_whole(f);
	text_free(&shown);
	text_free(&said);
	grading_done(&g);
}

Test(diagnostics, explains_a_name_once_however_often_it_is_used)
{
	struct text said = TEXT_EMPTY;
	struct grading g = case_of("undeclared", &said);

	diagnostics_read(&g, text_string(&said), said.length);
	diagnostics_read(&g, text_string(&said), said.length);
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_eq(g.result->findings.items[0].count, 2);
	text_free(&said);
	grading_done(&g);
}

Test(diagnostics, understands_the_linker)
{
	static const char said[] =
		"/usr/bin/ld: vec.o: in function `vec_push':\n"
		"/tmp/x/submission/semicolon.c:3: undefined reference to `vec_grow'\n"
		"/usr/bin/ld: a.o: in function `one':\n"
		"/tmp/x/a.c:2: multiple definition of `one'; b.o:/tmp/x/b.c:1: first "
		"defined here\n"
		"collect2: error: ld returned 1 exit status\n";
	struct grading g = grading_of("semicolon.c");

	g.submission = GCC_FIXTURES;
	cr_expect_eq(diagnostics_read(&g, said, sizeof said - 1), 2);
	cr_assert_eq(g.result->findings.count, 2);
	const struct finding *f = g.result->findings.items;
	cr_expect_str_eq(f[0].kind, "link-undefined");
	cr_expect_eq(f[0].where.line, 3);
	cr_expect_str_eq(f[1].kind, "link-twice");
	expect_whole(&f[0]);
	expect_whole(&f[1]);
	grading_done(&g);
}

/* gcc 14 refuses what gcc 12 warned of, under the same option. */
Test(diagnostics, keeps_the_kind_when_a_warning_became_an_error)
{
	static const char said[] =
		"[{\"kind\": \"error\", \"message\": \"initialization of 'int *' "
		"from 'int' makes pointer from integer without a cast\", "
		"\"option\": \"-Wint-conversion\", \"children\": [], "
		"\"column-origin\": 1, \"locations\": [{\"caret\": {\"file\": "
		"\"submission/integer_pointer.c\", \"line\": 1, \"column\": 27, "
		"\"byte-column\": 27}}]}]\n";
	struct grading g = grading_of("integer_pointer.c");

	g.submission = GCC_FIXTURES;
	cr_expect_eq(diagnostics_read(&g, said, sizeof said - 1), 1);
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_str_eq(g.result->findings.items[0].kind, "int-conversion");
	cr_expect_eq(g.result->findings.items[0].severity, SEVERITY_ERROR);
	cr_expect_eq(g.result->findings.items[0].where.column, 27);
	grading_done(&g);
}

/* As gcc 14 says it; gcc 12 does not. */
Test(diagnostics, knows_a_block_that_is_too_small_for_its_type)
{
	static const char said[] =
		"[{\"kind\": \"warning\", \"message\": \"allocation of insufficient "
		"size '1' for type 'int' with size '4'\", \"option\": "
		"\"-Walloc-size\", \"children\": [], \"column-origin\": 1, "
		"\"locations\": [{\"caret\": {\"file\": \"submission/implicit.c\", "
		"\"line\": 1, \"column\": 27, \"byte-column\": 27}}]}]\n";
	struct grading g = grading_of("implicit.c");

	g.submission = GCC_FIXTURES;
	cr_expect_eq(diagnostics_read(&g, said, sizeof said - 1), 0);
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_str_eq(g.result->findings.items[0].kind, "block-below-type");
	expect_whole(&g.result->findings.items[0]);
	grading_done(&g);
}

/* Whatever gcc's locale, its quotes are quotes. */
Test(diagnostics, takes_both_kinds_of_quotes)
{
	static const char said[] =
		"[{\"kind\": \"error\", \"message\": \"expected ';', ',' or ')' "
		"before 'size_t'\", \"children\": [], \"locations\": []}]\n";
	struct grading g = grading_of("comma.c");

	g.submission = GCC_FIXTURES;
	diagnostics_read(&g, said, sizeof said - 1);
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_str_eq(g.result->findings.items[0].kind, "missing-comma");
	grading_done(&g);
}

Test(diagnostics, makes_something_of_a_message_it_does_not_know)
{
	static const char said[] = "no JSON\n[broken\n"
		"[{\"kind\": \"error\", \"message\": \"the moon is full\", "
		"\"locations\": []}]";
	struct grading g = grading_of("semicolon.c");

	cr_expect_eq(diagnostics_read(&g, said, sizeof said - 1), 1);
	cr_assert_eq(g.result->findings.count, 1);
	cr_expect_str_eq(g.result->findings.items[0].kind, "compile-error");
	cr_expect_not_null(strstr(g.result->findings.items[0].what, "moon"));
	grading_done(&g);
}

/* One call after the other of what nobody defines: fifty tell enough. */
Test(diagnostics, are_not_as_many_as_a_linker_can_print)
{
	struct grading g = grading_of("faults.c");
	struct text said = TEXT_EMPTY;

	for (int i = 0; i < 60; i++)
		text_add_format(&said, "vec.c:1: undefined reference to `n%d'\n", i);
	cr_expect_eq(diagnostics_read(&g, text_string(&said), said.length), 60);
	cr_assert_eq(g.result->findings.count, 50);
	cr_expect_not_null(strstr(g.result->findings.items[0].what,
	                          "10 more errors"));
	text_free(&said);
	grading_done(&g);
}

/* Each try to read JSON may go to the end, and lines are many. */
Test(diagnostics, are_not_looked_for_in_every_line)
{
	static const char real[] = "[{\"kind\": \"error\", \"message\": \"m\"}]\n";
	struct grading g = grading_of("faults.c");
	struct text said = TEXT_EMPTY;

	for (int i = 0; i < 15; i++)
		text_add(&said, "[[\n");
	text_add(&said, real);
	cr_expect_eq(diagnostics_read(&g, text_string(&said), said.length), 1);
	text_cut(&said, 0);
	for (int i = 0; i < 16; i++)
		text_add(&said, "[[\n");
	text_add(&said, real);
	cr_expect_eq(diagnostics_read(&g, text_string(&said), said.length), 0);
	text_free(&said);
	grading_done(&g);
}
