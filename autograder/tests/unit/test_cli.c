/*
 * test_cli.c - the commands of grade, as a user meets them.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>

#include "cli/cli.h"
#include "core_case.h"

#define DOCUMENTS "autograder/tests/fixtures/documents/"

static int parse(struct cli *cli, int argc, const char **argv)
{
	int status;

	return cli_parse(argc, (char **)argv, cli, &status) ? -1 : status;
}
#define PARSE(cli, ...) parse((cli),                                         \
	sizeof((const char *[]){ "grade", __VA_ARGS__ }) / sizeof(char *),   \
	(const char *[]){ "grade", __VA_ARGS__, NULL })

Test(cli, reads_options, .init = cr_redirect_stdout)
{
	/* c keeps pointers into it. */
	char *words[] = { "grade", "export", "junit", "a", "b", "--reveal", NULL };
	struct cli c;
	int status;

	cr_expect_eq(PARSE(&c, "check", "05", "--from", "x", "--quick",
	                   "--no-colour", "--timeout-scale", "2.5", "--all",
	                   "--json", "j", "--html", "h", "--out", "o",
	                   "--keep", "--course", "c", "--build", "b"), -1);
	cr_expect_str_eq(c.argument, "05");
	cr_expect(c.quick && c.no_colour && c.all && c.keep);
	cr_expect_eq(c.timeout_scale, 2.5);
	cr_expect(cli_parse(6, words, &c, &status));
	cr_expect_str_eq(c.argument, "junit");
	cr_expect_eq(c.more_count, 2);
	cr_expect_str_eq(c.more[1], "b");
	cr_expect(c.reveal);
	cr_expect_eq(PARSE(&c, "--help"), CLI_OK);
	cr_expect_eq(PARSE(&c, "--version"), CLI_OK);
}

Test(cli, refuses_what_it_does_not_know, .init = cr_redirect_stderr)
{
	struct cli c;

	cr_expect_eq(PARSE(&c, "check"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "dance"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "list", "x"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "list", "--what"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "check", "1", "--runner", "x"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "check", "1", "--timeout-scale", "0"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "--quick"), CLI_USAGE);
	cr_expect_eq(PARSE(&c, "export", "junit"), CLI_USAGE);
}

static void exports_quietly(void)
{
	cr_redirect_stdout();
	cr_redirect_stderr();
}

Test(cli, exports_documents, .init = exports_quietly)
{
	char *scratch = case_scratch(), *out = path_join(scratch, "out");
	char *words[] = { (char *)DOCUMENTS "full.json", (char *)DOCUMENTS "broken.json",
	                  (char *)"/nowhere.json" };
	struct cli c = { .command = "export", .argument = "junit", .more = words,
		.more_count = 1, .out = out };

	cr_expect_eq(cli_export(&c), CLI_OK);
	cr_expect(is_file(out));
	c.argument = "dance";
	cr_expect_eq(cli_export(&c), CLI_USAGE);
	c.argument = "junit";
	c.more_count = 2;
	cr_expect_eq(cli_export(&c), CLI_BROKEN, "one is not graded");
	c.more_count = 3;
	cr_expect_eq(cli_export(&c), CLI_USAGE);
	c.more_count = 1;
	c.out = "/nowhere/out";
	cr_expect_eq(cli_export(&c), CLI_BROKEN);
	c.out = NULL;
	cr_expect_eq(cli_export(&c), CLI_OK);
	folder_remove(scratch);
	free(out);
	free(scratch);
}

static void to_nowhere(void)
{
	cr_redirect_stdout();
	cr_redirect_stderr();
}

Test(cli, checks_one_stage_and_writes_it_down, .init = to_nowhere,
     .timeout = 300)
{
	struct course *course = case_course();
	char *scratch = case_scratch(), *json = path_join(scratch, "r.json");
	char *html = path_join(scratch, "r.html");
	struct cli c = { .command = "check", .argument = "1", .quick = true,
		.from = FIXTURE "/solutions", .json = json, .html = html };

	cr_expect_eq(cli_check(course, &c), CLI_OK);
	cr_expect(is_file(html));
	c.argument = json;
	cr_expect_eq(cli_show(&c), CLI_OK);
	c.html = NULL;
	cr_expect_eq(cli_show(&c), CLI_OK);
	c.argument = html;
	cr_expect_eq(cli_show(&c), CLI_USAGE);
	c.argument = "9";
	cr_expect_eq(cli_check(course, &c), CLI_USAGE);
	c.argument = "1";
	c.from = FIXTURE "/exercises";
	cr_expect_eq(cli_check(course, &c), CLI_NOT_FULL);
	c.json = "/nowhere/r.json";
	c.html = "/nowhere/r.html";
	cr_expect_eq(cli_check(course, &c), CLI_BROKEN);
	free(html);
	free(json);
	case_leave(scratch);
	course_free(course);
}

Test(cli, grades_all_that_a_folder_holds, .init = to_nowhere, .timeout = 300)
{
	struct course *course = case_course();
	char *out = case_scratch(), *index = path_join(out, "index.html");
	char *two = path_join(out, "02-more.json");
	struct cli c = { .command = "all", .quick = true, .out = out,
	                 .from = FIXTURE "/solutions/01-twice" };

	cr_expect_eq(cli_all(course, &c), CLI_OK);
	cr_expect(is_file(index));
	cr_expect_not(is_file(two));
	c.from = FIXTURE "/solutions";
	cr_expect_eq(cli_all(course, &c), CLI_OK);
	cr_expect(is_file(two));
	c.from = FIXTURE "/lessons/01-twice";
	cr_expect_eq(cli_all(course, &c), CLI_USAGE);
	c.from = "/nowhere";
	cr_expect_eq(cli_all(course, &c), CLI_USAGE);
	free(two);
	free(index);
	case_leave(out);
	course_free(course);
}

Test(cli, shows_the_board_and_the_stages, .init = to_nowhere, .timeout = 300)
{
	struct course *course = case_course();
	struct cli c = { .command = "board" };

	cr_expect_eq(cli_list(course), CLI_OK);
	cr_expect_eq(cli_board(course, &c), CLI_OK);
	course_free(course);
}
