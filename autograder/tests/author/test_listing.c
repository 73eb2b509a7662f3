/*
 * test_listing.c - directives, what a lesson shows, and how a listing ends.
 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "author/listings.h"
#include "base/files.h"

static struct course course;
static struct author author;
static struct text output, problem;

static void begin(void)
{
	course.root = folder_scratch("listing");
	author = (struct author){ .course = &course,
	                          .scratch = folder_scratch("author") };
}

static void end(void)
{
	folder_remove(course.root);
	folder_remove(author.scratch);
	free(course.root);
	free(author.scratch);
	text_free(&output);
	text_free(&problem);
}

static bool run_source(const char *source)
{
	char *path = author_file(&author, "a.c");

	cr_assert(file_write(path, source, strlen(source)));
	free(path);
	return listing_run(&author, "a.c", NULL, NULL, &output, &problem);
}

Test(directive, reads_every_field)
{
	struct directive d;

	directive_read(&d, "int main;\n// run: flags=-O0 -lm; expect=signal:SEGV; "
	               "args=one two; stdin=a\\nb; mask=addresses\n");
	cr_assert(eq(str, d.flags, (char *)"-O0 -lm"));
	cr_assert(eq(str, d.expect, (char *)"signal:SEGV"));
	cr_assert(eq(str, d.args, (char *)"one two"));
	cr_assert(eq(str, d.stdin_text, (char *)"a\nb"));
	cr_assert(eq(str, d.tool, (char *)""));
	cr_assert(d.mask);
	directive_free(&d);
}

/* Does a listing with this directive print in the words of a tool? */
static bool quotes(const char *directive)
{
	struct directive d;
	bool quotes;

	directive_read(&d, directive);
	quotes = d.quotes;
	directive_free(&d);
	return quotes;
}

Test(directive, knows_whose_words_are_quoted)
{
	cr_expect(quotes("// run: tool=gdb; commands=a.gdb"));
	cr_expect(quotes("// run: expect=valgrind:InvalidRead"));
	cr_expect(quotes("// run: flags=-g -fsanitize=address; expect=exit:1"));
	cr_expect(quotes("// run: expect=compile-error"));
	cr_expect(quotes("// run: words=tools"));
	cr_expect(not(quotes("// run: flags=-O0; expect=signal:SEGV")));
	cr_expect(not(quotes("int main;")));
}

Test(directive, valgrind_is_the_tool_when_its_finding_is_expected)
{
	struct directive d;

	directive_read(&d, "// run: expect=valgrind:InvalidRead\n");
	cr_assert(eq(str, d.tool, (char *)"valgrind"));
	directive_free(&d);
}

Test(directive, gdb_has_a_file_of_commands)
{
	struct directive d;

	directive_read(&d, "// run: tool=gdb; commands=late.gdb\n");
	cr_assert(eq(str, d.tool, (char *)"gdb"));
	cr_assert(eq(str, d.commands, (char *)"late.gdb"));
	directive_free(&d);
}

Test(directive, none_is_no_fault)
{
	struct directive d;

	directive_read(&d, "#include <stdio.h>\n");
	cr_assert(eq(str, d.flags, (char *)""));
	cr_assert(not(d.mask));
	directive_free(&d);
}

Test(directive, counts_on_the_last_line_only)
{
	struct directive d;

	directive_read(&d, "// run: args=x\nint a;\n");
	cr_assert(eq(str, d.args, (char *)""));
	directive_free(&d);
	cr_assert(eq(sz, directive_astray("// run: args=x\nint a;\n"), 1));
	cr_assert(eq(sz, directive_astray("int a;\n\n// run: args=x\nint b;\n// run: args=y\n"), 3));
	cr_assert(eq(sz, directive_astray("int a;\n// run: args=x"), 0));
	cr_assert(eq(sz, directive_astray("// run: args=x\n\n"), 0));
	cr_assert(eq(sz, directive_astray(""), 0));
}

Test(shown, a_region_loses_its_marks_and_common_tabs)
{
	struct text out = TEXT_EMPTY;

	cr_assert(listing_shown("int f(void)\n{\n\t// region: r\n\tif (x)\n\t\ty();\n\n"
	                        "\t// endregion\n}\n", "r", &out));
	cr_assert(eq(str, (char *)text_string(&out), (char *)"if (x)\n\ty();\n\n"));
	text_free(&out);
}

Test(shown, a_whole_file_loses_directive_and_marks)
{
	struct text out = TEXT_EMPTY;

	cr_assert(listing_shown("int a;\n// region: r\nint b;\n// endregion\n\n// run: args=x\n", NULL, &out));
	cr_assert(eq(str, (char *)text_string(&out), (char *)"int a;\nint b;\n"));
	text_free(&out);
}

Test(shown, a_file_keeps_the_numbers_of_its_lines)
{
	struct text out = TEXT_EMPTY;

	cr_assert(listing_shown("\nint a;\n\nint b;\n// run: args=x", NULL, &out));
	cr_assert(eq(str, (char *)text_string(&out), (char *)"\nint a;\n\nint b;\n"));
	text_free(&out);
}

Test(shown, an_unknown_region_is_told)
{
	struct text out = TEXT_EMPTY;

	cr_assert(not(listing_shown("int a;\n// region: rest\n// endregion\n", "r", &out)));
	text_free(&out);
}

TestSuite(listing, .init = begin, .fini = end);

Test(listing, records_both_streams_in_order)
{
	cr_assert(run_source("#include <stdio.h>\nint main(void) { fputs(\"err\\n\", stderr); puts(\"out\"); }\n"));
	cr_assert(eq(str, (char *)text_string(&output), (char *)"out\nerr\n"));
}

Test(listing, reads_its_input_and_arguments)
{
	cr_assert(run_source("#include <stdio.h>\n"
	                     "int main(int c, char **v) { int n; if (scanf(\"%d\", &n) == 1) printf(\"%d %s %d\\n\", n, v[1], c); }\n"
	                     "// run: stdin=7\\n; args=x\n"));
	cr_assert(eq(str, (char *)text_string(&output), (char *)"7 x 2\n"));
}

Test(listing, has_its_variable_and_no_folder)
{
	cr_assert(run_source("#include <stdio.h>\n#include <stdlib.h>\n"
	                     "int main(int c, char **v) { char *p = realpath(v[c - 1], NULL); puts(getenv(\"SONG\")); puts(p); free(p); }\n"
	                     "// run: env=SONG=Naima=1; flags=-D_DEFAULT_SOURCE\n"));
	cr_assert(eq(str, (char *)text_string(&output), (char *)"Naima=1\na\n"));
}

Test(listing, an_unexpected_status_is_told)
{
	cr_assert(not(run_source("int main(void) { return 3; }\n")));
	cr_assert(strstr(text_string(&problem), "expected exit:0") != NULL);
}

Test(listing, an_expected_status_or_signal_is_fine)
{
	cr_assert(run_source("int main(void) { return 3; }\n// run: expect=exit:3\n"));
	cr_assert(run_source("#include <stdlib.h>\nint main(void) { abort(); }\n// run: expect=signal:ABRT\n"));
}

Test(listing, a_compile_error_is_an_outcome_only_when_expected)
{
	cr_assert(not(run_source("int main(void) { return x; }\n")));
	cr_assert(run_source("int main(void) { return x; }\n// run: expect=compile-error\n"));
	cr_assert(strstr(text_string(&output), "undeclared") != NULL);
	cr_assert(not(run_source("int main(void) { return 0; }\n// run: expect=compile-error\n")));
}

Test(listing, addresses_are_masked_when_asked)
{
	cr_assert(run_source("#include <stdio.h>\nint main(void) { puts(\"at 0x7ffd12, 0xy, ==12== =1=\"); }\n// run: mask=addresses\n"));
	cr_assert(eq(str, (char *)text_string(&output), (char *)"at 0x..., 0xy, ==PID== =1=\n"));
}

Test(mask, null_stays_to_be_seen)
{
	struct text out = TEXT_EMPTY;

	listing_mask(&out, "0x0, 0x00, 0x01, x=0x0}");
	cr_assert(eq(str, (char *)text_string(&out), (char *)"0x0, 0x..., 0x..., x=0x0}"));
	text_free(&out);
}

Test(session, shows_a_prompt_and_no_process)
{
	struct text out = TEXT_EMPTY;

	listing_session(&out, "+run\n1 + 1\n[New LWP 12]\n(process 345) LWP x\n+bt\n");
	cr_assert(eq(str, (char *)text_string(&out),
	             (char *)"(gdb) run\n1 + 1\n[New LWP PID]\n(process PID) LWP x\n(gdb) bt\n"));
	text_free(&out);
}

static const char crashing[] =
	"#include <stdio.h>\n"
	"int main(int c, char **v)\n"
	"{\n"
	"\tchar *volatile p = NULL;\n"
	"\tputs(v[c - 1]);\n"
	"\treturn *p;\n"
	"}\n"
	"// run: tool=gdb; commands=a.gdb; args=Naima\n";

static void write_commands(const char *commands)
{
	char *path = author_file(&author, "a.gdb");

	cr_assert(file_write(path, commands, strlen(commands)));
	free(path);
}

Test(listing, gdb_obeys_its_commands)
{
	write_commands("run\nprint p\ngenerate-core-file a.core\nkill\ncore-file a.core\n");
	cr_assert(run_source(crashing), "%s", text_string(&problem));
	const char *said = text_string(&output);
	cr_expect(strstr(said, "(gdb) run\n") == said, "%s", said);
	cr_expect(strstr(said, "Program received signal SIGSEGV") != NULL, "%s", said);
	cr_expect(strstr(said, "in main (c=2, v=0x...) at a.c:6\n6\t\treturn *p;") != NULL, "%s", said);
	cr_expect(strstr(said, "$1 = 0x0\n") != NULL, "%s", said);
	cr_expect(strstr(said, "Core was generated by `a Naima'.") != NULL, "%s", said);
	cr_expect(strstr(said, "libthread_db") == NULL, "%s", said);
}

Test(listing, a_command_that_fails_is_told)
{
	write_commands("print nonsense\n");
	cr_assert(not(run_source(crashing)));
	cr_assert(strstr(text_string(&problem), "nonsense") != NULL, "%s", text_string(&problem));
}

Test(listing, commands_that_are_missing_are_told)
{
	cr_assert(not(run_source(crashing)));
	cr_assert(strstr(text_string(&problem), "a.gdb") != NULL, "%s", text_string(&problem));
}

Test(listing, a_directive_on_the_first_line_is_refused)
{
	cr_assert(not(run_source("// run: expect=exit:3\nint main(void) { return 3; }\n")));
	cr_assert(strstr(text_string(&problem), "line 1 holds the directive") != NULL);
	cr_assert(strstr(text_string(&problem), "Move it to the last line") != NULL);
}

Test(listing, numbers_in_its_output_are_those_of_the_lines_shown)
{
	cr_assert(run_source("int main(void)\n{\n\treturn x;\n}\n\n// run: expect=compile-error\n"));
	cr_assert(strstr(text_string(&output), "a.c:3:") != NULL);
}
