/*
 * test_class_people.c - tables, rosters, times, and whose a submission is.
 */
#include "core_case.h"

#include "class/moment.h"
#include "class/people.h"
#include "class/table.h"

/* ---- tables ------------------------------------------------------------ */

static struct table table_of(const char *csv)
{
	struct text problem = TEXT_EMPTY;
	struct table t;

	cr_assert(table_parse(csv, strlen(csv), "x.csv", &t, &problem), "%s",
	          text_string(&problem));
	text_free(&problem);
	return t;
}

Test(class_table, reads_quoted_cells_and_lines_of_rows)
{
	struct table t = table_of("Name,Note\n\"Park, Ada\",\"two\nlines \"\"here\"\"\"\n\nBen,x\n");

	cr_assert_eq(t.count, 3);
	cr_expect_str_eq(t.rows[1].cells[0], "Park, Ada");
	cr_expect_str_eq(t.rows[1].cells[1], "two\nlines \"here\"");
	cr_expect_eq(t.rows[2].line, 5, "line %zu", t.rows[2].line);
	cr_expect_eq(table_column(&t, (const char *const[]){ "nope", "NOTE", NULL }), 1);
	cr_expect_str_eq(table_cell(&t.rows[2], 7), "");
	table_free(&t);
}

Test(class_table, takes_what_spreadsheets_write)
{
	/* A mark, semicolons, and Windows's letters. */
	struct table t = table_of("\xef\xbb\xbfName;Mail\r\nJos\xc3\xa9;j@x\r\n");
	cr_expect_str_eq(t.rows[0].cells[0], "Name");
	cr_expect_str_eq(t.rows[1].cells[1], "j@x");
	table_free(&t);
	t = table_of("Name;Mail\nJos\xe9;j@x\n");
	cr_expect_str_eq(t.rows[1].cells[0], "Jos\xc3\xa9");
	table_free(&t);
	struct text problem = TEXT_EMPTY;
	cr_assert(table_parse("\xff\xfeN\0a\0\n\0b\0", 10, "x.csv", &t, &problem));
	cr_expect_str_eq(t.rows[1].cells[0], "b");
	table_free(&t);
}

Test(class_table, says_where_it_is_broken)
{
	struct text problem = TEXT_EMPTY;
	struct table t;

	cr_assert_not(table_parse("a,b\n\"c,d\n", 9, "x.csv", &t, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "quotation mark"), "%s",
	                   text_string(&problem));
	cr_assert_not(table_parse("", 0, "x.csv", &t, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "empty"));
	cr_assert_not(table_parse("a\0b", 3, "x.csv", &t, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "not text"));
	cr_assert_not(table_read("/nonexistent.csv", "x.csv", &t, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "can't be read"));
	text_free(&problem);
}

Test(class_table, writes_fields_that_it_reads_back)
{
	static const char *const fields[] = { "plain", "a,b", "say \"x\"", "two\nlines", " x ",
	                                      "" };
	struct text out = TEXT_EMPTY;

	for (size_t i = 0; i < 6; i++)
		table_add_field(&out, fields[i], i < 5 ? ',' : '\n');
	struct table t = table_of(text_string(&out));
	cr_assert_eq(t.rows[0].count, 6, "%s", text_string(&out));
	for (size_t i = 0; i < 6; i++)
		if (i != 4)     /* Blanks around a cell are not meant. */
			cr_expect_str_eq(t.rows[0].cells[i], fields[i]);
	table_free(&t);
	text_free(&out);
}

/* ---- times ------------------------------------------------------------- */

Test(class_moment, reads_what_systems_write)
{
	setenv("TZ", "UTC", 1);
	tzset();
	static const struct { const char *text; long long at; } cases[] = {
		{ "2026-11-05 21:14:08.123456000 Z", 1793913248 },
		{ "2026-11-05T21:14:08Z", 1793913248 },
		{ "2026-11-05T22:14:08+01:00", 1793913248 },
		{ "2026-11-05T16:14:08-0500", 1793913248 },
		{ "2026-11-05 21:14", 1793913240 },
		{ "2026-11-05", 1793923199 },
		{ "Thursday, 5 November 2026, 9:14 PM", 1793913240 },
		{ "tomorrow", 0 }, { "2026-11-05 21:14 in the evening", 0 },
		{ "2026-11-05 21:14:0812", 0 }, { "", 0 }, { "2026-13-05", 0 },
		{ "2026-11-05T21:14:08+1", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_eq(moment_parse(cases[i].text), cases[i].at, "%s is %lld",
		             cases[i].text, (long long)moment_parse(cases[i].text));
	struct text t = TEXT_EMPTY;
	moment_add(&t, 1793913248);
	moment_add(&t, 0);
	cr_expect_str_eq(text_string(&t), "2026-11-05 21:14-");
	text_free(&t);
}

/* ---- people ------------------------------------------------------------ */

static struct people roster_of(const char *csv, struct text *complaints)
{
	struct text problem = TEXT_EMPTY;
	struct people people = { NULL, 0 };
	struct table t = table_of(csv);

	cr_assert(people_from_table(&people, &t, "roster.csv", complaints, &problem), "%s",
	          text_string(&problem));
	table_free(&t);
	text_free(&problem);
	return people;
}

static const char *who(struct people *people, struct traits t)
{
	struct text complaints = TEXT_EMPTY;
	struct person *p = people_find(people, &t, &complaints);
	const char *key = p != NULL ? p->key : complaints.length > 0 ? "(unclear)" : "(nobody)";

	text_free(&complaints);
	return key;
}

#define expect_who(people, key, ...)                                          \
	cr_expect_str_eq(who(people, (struct traits){ __VA_ARGS__ }), key)

Test(class_people, reads_what_canvas_exports)
{
	struct text complaints = TEXT_EMPTY;
	struct people p = roster_of(
		"Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
		"\"Park, Ada\",101,s1,apark,A\n\"de la Cruz, Ben\",102,s2,bcruz,B\n"
		"\"Student, Test\",999,,,\n", &complaints);

	cr_assert_eq(p.count, 2);
	cr_expect_str_eq(p.items[0].key, "apark");
	cr_expect_str_eq(p.items[0].traits.canvas, "101");
	cr_expect_str_eq(p.items[0].traits.number, "s1");
	cr_expect(p.items[0].listed && p.items[0].changed);
	cr_expect_eq(complaints.length, 0, "%s", text_string(&complaints));
	expect_who(&p, "apark", .canvas = "101", .name = "somebodyelse");
	expect_who(&p, "bcruz", .name = "delacruzben");
	expect_who(&p, "(nobody)", .canvas = "103", .name = "parkada");
	people_free(&p);
}

Test(class_people, reads_what_moodle_and_others_export)
{
	struct text complaints = TEXT_EMPTY;
	struct people p = roster_of("Identifier,Full name,Email address\n"
	                            "Participant 7,Ada Park,ada@x.org\n", &complaints);
	expect_who(&p, "ada", .moodle = "7");
	/* Another assignment, another number. */
	expect_who(&p, "ada", .moodle = "8", .name = "Ada Park");
	people_free(&p);

	p = roster_of("First name,Surname,ID\nAda,Park,4711\n", &complaints);
	cr_expect_str_eq(p.items[0].traits.name, "Ada Park");
	expect_who(&p, "ada-park", .number = "4711");
	expect_who(&p, "ada-park", .folder = "4711");
	expect_who(&p, "ada-park", .name = "Park, Ada");
	people_free(&p);
	cr_expect_eq(complaints.length, 0, "%s", text_string(&complaints));
}

Test(class_people, finds_by_folder_login_and_mail)
{
	struct text complaints = TEXT_EMPTY;
	struct people p = roster_of("Name,Email,Login\nAda Park,ada@x.org,apark\n"
	                            "Ben Cruz,ben@x.org,\n", &complaints);

	expect_who(&p, "apark", .folder = "APARK");
	expect_who(&p, "apark", .folder = "Ada Park");
	expect_who(&p, "ben", .folder = "ben");
	expect_who(&p, "(nobody)", .folder = "ada");    /* apark is her login. */
	expect_who(&p, "(nobody)", .folder = "benjamin");
	people_free(&p);
}

Test(class_people, does_not_guess_between_two)
{
	struct text complaints = TEXT_EMPTY, why = TEXT_EMPTY;
	struct people p = roster_of("Name,Email\nKim Lee,kim1@x.org\nKim Lee,kim2@x.org\n",
	                            &complaints);

	cr_assert_eq(p.count, 2, "two of one name, told apart by e-mail: %s",
	             text_string(&complaints));
	cr_assert_null(people_find(&p, &(struct traits){ .name = "Kim Lee" }, &why));
	cr_expect_not_null(strstr(text_string(&why), "kim1 or kim2"), "%s", text_string(&why));
	expect_who(&p, "kim2", .name = "Kim Lee", .email = "kim2@x.org");
	people_free(&p);
	text_free(&why);
}

Test(class_people, complains_of_rows_that_are_of_no_use)
{
	struct text complaints = TEXT_EMPTY, problem = TEXT_EMPTY;
	struct people p = roster_of("Name,Email,Section\nAda,a@x,1\n,,2\nAda,a@x,1\n",
	                            &complaints);

	cr_expect_eq(p.count, 1);
	cr_expect_not_null(strstr(text_string(&complaints), "line 3 names nobody"), "%s",
	                   text_string(&complaints));
	cr_expect_not_null(strstr(text_string(&complaints), "line 4: Ada is there already"),
	                   "%s", text_string(&complaints));
	struct table t = table_of("Colour,Size\nred,3\n");
	cr_expect_not(people_from_table(&p, &t, "x.csv", &complaints, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "no column that names people"));
	table_free(&t);
	people_free(&p);
	text_free(&complaints);
	text_free(&problem);
}

Test(class_people, keys_are_unique_and_fit_for_files)
{
	struct people p = { NULL, 0 };
	struct traits t[] = { { .folder = must_copy("../x/Y z") }, { .folder = must_copy("x-y-z") },
	                      { .name = must_copy("\xe6\x9d\x8e") } };

	for (int i = 0; i < 3; i++)
		people_add(&p, &t[i]);
	cr_expect_str_eq(p.items[0].key, "x-y-z");
	cr_expect_str_eq(p.items[1].key, "x-y-z-2");
	cr_expect_str_eq(p.items[2].key, "student");
	people_free(&p);
}
