/*
 * test_class_grades.c - policies, the gradebook, and why a grade is what it is.
 */
#include "core_case.h"

#include <math.h>

#include "class/grades.h"
#include "class/policy.h"
#include "class/settings.h"
#include "class/similar.h"
#include "class/sql.h"

#define DAY 86400
#define DUE ((time_t)1790000000)

/* ---- policies ---------------------------------------------------------- */

static struct settings plain(void)
{
	return (struct settings){ .late = { .percent_a_day = 10 } };
}

static struct attempt try(time_t at, double points)
{
	static long long id;

	id++;
	return (struct attempt){ .id = id, .at = at, .known = true, .points = points,
	                         .max = 100 };
}

static struct counted count(const struct settings *s, long free_left,
                            const struct attempt *tries, size_t n)
{
	const struct stage_settings stage = { .due = DUE, .points = 50 };

	return policy_count(s, &stage, 0, free_left, tries, n);
}

Test(class_policy, counts_days_begun_behind_due_and_grace)
{
	struct late_policy l = { .grace_minutes = 30 };

	cr_expect_eq(policy_days_late(&l, DUE, DUE), 0);
	cr_expect_eq(policy_days_late(&l, DUE, DUE + 1800), 0);
	cr_expect_eq(policy_days_late(&l, DUE, DUE + 1801), 1);
	cr_expect_eq(policy_days_late(&l, DUE, DUE + DAY), 1);
	cr_expect_eq(policy_days_late(&l, DUE, DUE + DAY + 1), 2);
	cr_expect_eq(policy_days_late(&l, 0, DUE + 9 * DAY), 0, "nothing is due");
	cr_expect_eq(policy_days_late(&l, DUE, 0), 0, "nobody knows when");
}

Test(class_policy, takes_percents_off_and_scales)
{
	struct settings s = plain();
	struct attempt t[] = { try(DUE + DAY + 5, 80) };
	struct counted c = count(&s, 0, t, 1);

	cr_expect_eq(c.days_late, 2);
	cr_expect_float_eq(c.raw, 40, 1e-9);
	cr_expect_float_eq(c.taken_off, 8, 1e-9);
	cr_expect_float_eq(c.points, 32, 1e-9);
	s.late.percent_a_day = 60;
	cr_expect_float_eq(count(&s, 0, t, 1).points, 0, 1e-9, "never below nothing");
	s.late.percent_a_day = 0;
	s.late.days = 1;
	cr_expect_float_eq(count(&s, 0, t, 1).points, 0, 1e-9, "too late to count");
}

Test(class_policy, best_counts_after_what_is_taken_off)
{
	struct settings s = plain();
	struct attempt t[] = { try(DUE - 5, 70), try(DUE + 5, 76), try(DUE + 3 * DAY, 100) };

	cr_expect_eq(count(&s, 0, t, 3).attempt, &t[0]);
	cr_expect_eq(count(&s, 3, t, 3).attempt, &t[2]);
	s.attempts = ATTEMPTS_LAST;
	cr_expect_eq(count(&s, 0, t, 3).attempt, &t[2]);
	t[2].known = false;
	cr_expect_eq(count(&s, 0, t, 3).attempt, &t[1], "what can't be graded is passed over");
	t[0].known = t[1].known = false;
	cr_expect_null(count(&s, 0, t, 3).attempt);
}

Test(class_policy, free_days_are_not_spent_in_vain)
{
	struct settings s = plain();
	struct attempt t[] = { try(DUE - 5, 90), try(DUE + 5, 90) };
	struct counted c = count(&s, 2, t, 2);

	cr_expect_eq(c.attempt, &t[0]);
	cr_expect_eq(c.free_days, 0);
	c = count(&s, 2, t + 1, 1);
	cr_expect_eq(c.free_days, 1);
	cr_expect_float_eq(c.points, 45, 1e-9);
	s.late.days = 1;
	struct attempt late[] = { try(DUE + 2 * DAY, 90) };
	cr_expect_eq(count(&s, 5, late, 1).free_days, 0, "it doesn't count in any case");
}

Test(class_policy, late_by_nobody_knows_how_much_is_a_day)
{
	struct settings s = plain();
	struct attempt t[] = { { .late = true, .known = true, .points = 100, .max = 100 } };
	struct counted c = count(&s, 0, t, 1);

	cr_expect(c.guessed);
	cr_expect_float_eq(c.points, 45, 1e-9);
	const struct stage_settings stage = { .due = DUE, .points = 50 };
	c = policy_count(&s, &stage, DAY, 0, t, 1);
	cr_expect_eq(c.days_late, 0, "who was given time is not judged by the system's word");
}

/* ---- class.yaml -------------------------------------------------------- */

static bool read_settings(const char *yaml, struct settings *s, struct text *problem)
{
	struct course *course = case_course();
	char *scratch = case_scratch();

	if (yaml != NULL)
		case_write(scratch, "class.yaml", yaml);
	else
		cr_assert(settings_write_sample(course, scratch));
	bool ok = settings_read(course, scratch, s, problem);
	case_leave(scratch);
	course_free(course);
	return ok;
}

Test(class_settings, reads_what_it_writes_and_what_one_says)
{
	struct text problem = TEXT_EMPTY;
	struct settings s;

	cr_assert(read_settings(NULL, &s, &problem), "%s", text_string(&problem));
	cr_expect_str_eq(s.name, "The class");
	cr_expect_eq(s.attempts, ATTEMPTS_BEST);
	settings_free(&s);
	cr_assert(read_settings("name: Systems\nattempts: last\npercent_a_day: 5\n"
	                        "seeds: yes\nstages:\n  - stage: \"01\"\n"
	                        "    due: 2026-11-05T21:14:08Z\n    points: 40\n"
	                        "    canvas: Twice (77)\n", &s, &problem), "%s",
	          text_string(&problem));
	const struct stage_settings *stage = settings_stage(&s, "01-twice");
	cr_expect_eq(s.attempts, ATTEMPTS_LAST);
	cr_expect(s.seeds);
	cr_expect_float_eq(s.late.percent_a_day, 5, 1e-9);
	cr_expect_eq(stage->due, 1793913248);
	cr_expect_float_eq(stage->points, 40, 1e-9);
	cr_expect_str_eq(stage->canvas, "Twice (77)");
	settings_free(&s);
}

Test(class_settings, says_what_is_wrong)
{
	static const struct { const char *yaml, *says; } cases[] = {
		{ "percent_a_day: 120\n", "from 0 to 100" },
		{ "attempts: first\n", "class.yaml" },
		{ "stages:\n  - stage: nope\n", "There is no stage" },
		{ "stages:\n  - stage: \"01\"\n    due: soon\n", "is no time" },
		{ "surprise: 1\n", "class.yaml" },
	};
	struct text problem = TEXT_EMPTY;
	struct settings s;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		text_cut(&problem, 0);
		cr_expect_not(read_settings(cases[i].yaml, &s, &problem), "%s", cases[i].yaml);
		cr_expect_not_null(strstr(text_string(&problem), cases[i].says), "%s",
		                   text_string(&problem));
	}
	text_free(&problem);
}

/* ---- a gradebook ------------------------------------------------------- */

static const char manifest[] =
"stage: 01-small\ntitle: Small\npart: 1\nminutes: 1\n"
"files:\n  - name: a.c\n    role: code\nrubric:\n  behaviour: 100\n"
"tests:\n  - name: a/b\n    points: 1\n    title: t\n    means: m\n";

struct book {
	char *scratch, *folder;
	struct course *course;
	struct graders graders;
	struct settings settings;
	struct gradebook *book;
	struct people people;
};

static void open_graders(struct book *b)
{
	struct text problem = TEXT_EMPTY;

	cr_assert(graders_open(b->course, &b->graders, &problem), "%s", text_string(&problem));
	graders_remember(&b->graders, b->book);
}

static struct book open_book(void)
{
	struct text problem = TEXT_EMPTY;
	struct book b = { .scratch = case_scratch() };
	char *build = case_build();
	struct traits ada = { .name = must_copy("Ada"), .login = must_copy("ada") };

	case_write(b.scratch, "autograder/stages/01-small/stage.yaml", manifest);
	case_write(b.scratch, "solutions/01-small/a.c", "int a;\n");
	b.course = course_open(b.scratch, build, &problem);
	b.folder = path_join(b.scratch, "class");
	b.book = gradebook_open(b.folder, &problem);
	cr_assert(b.course != NULL && b.book != NULL, "%s", text_string(&problem));
	cr_assert(settings_read(b.course, b.folder, &b.settings, &problem));
	b.settings.stages[0].due = DUE;
	b.settings.late.percent_a_day = 10;
	open_graders(&b);
	people_add(&b.people, &ada);
	gradebook_save_people(b.book, &b.people);
	free(build);
	return b;
}

static void close_book(struct book *b)
{
	people_free(&b->people);
	graders_free(&b->graders);
	settings_free(&b->settings);
	gradebook_close(b->book);
	course_free(b->course);
	free(b->folder);
	case_leave(b->scratch);
}

static void hand_in(struct book *b, const char *parcel, time_t at)
{
	gradebook_add_attempt(b->book, b->people.items[0].id, "01-small", parcel, at, false,
	                      "x");
}

static void result(struct book *b, const char *parcel, const char *status, double points,
                   const char *verdict)
{
	struct job_key key = { .stage = "01-small", .grader = b->graders.items[0].name };
	char job[JOB_NAME];
	json_t *d = json_pack("{s:s, s:{s:f, s:f}, s:[{s:s, s:s, s:s, s:s, s:f, s:f}], s:[]}",
		"status", status, "score", "points", points, "max", 100.0, "tests", "name",
		"a/b", "title", "t", "status", verdict, "memory", "clean", "points", points,
		"max", 100.0, "findings");

	snprintf(key.parcel, sizeof key.parcel, "%s", parcel);
	gradebook_job(&key, job);
	gradebook_add_result(b->book, job, &key, d, 1);
	json_decref(d);
}

/* The student's grade; -1: not known. */
static double grade(struct book *b)
{
	double points = -1;

	grades_compute(b->book, &b->graders, &b->settings, 2);
	sqlite3_stmt *s = sql_ask(b->book->db, "SELECT coalesce(points, -1) FROM grade", "");
	while (sql_row(&s))
		points = sqlite3_column_double(s, 0);
	return points;
}

static char *last_cause(struct book *b)
{
	sqlite3_stmt *s = sql_ask(b->book->db, "SELECT cause FROM history ORDER BY id", "");
	char *cause = must_copy("");

	while (sql_row(&s)) {
		free(cause);
		cause = sql_copy(s, 0);
	}
	return cause;
}

static void expect_cause(struct book *b, const char *says)
{
	char *cause = last_cause(b);

	cr_expect_not_null(strstr(cause, says), "\"%s\" does not say \"%s\"", cause, says);
	free(cause);
}

Test(class_grades, grade_comes_with_its_cause)
{
	struct book b = open_book();

	cr_expect_float_eq(grade(&b), -1, 1e-9);
	hand_in(&b, "p1", DUE - 1);
	cr_expect_float_eq(grade(&b), -1, 1e-9, "handed in, and not graded yet");
	result(&b, "p1", "graded", 60, "failed");
	cr_expect_float_eq(grade(&b), 60, 1e-9);
	expect_cause(&b, "graded");
	hand_in(&b, "p2", DUE + 1);
	cr_expect_float_eq(grade(&b), 60, 1e-9, "half of the attempts is no reason to change");
	result(&b, "p2", "graded", 100, "passed");
	cr_expect_float_eq(grade(&b), 90, 1e-9);
	expect_cause(&b, "another attempt counts");
	expect_cause(&b, "1 day late, 10.0 taken off");
	b.settings.late.percent_a_day = 50;
	cr_expect_float_eq(grade(&b), 60, 1e-9);
	close_book(&b);
}

Test(class_grades, what_could_not_be_graded_is_no_zero)
{
	struct book b = open_book();
	struct job_key key = { .stage = "01-small", .grader = b.graders.items[0].name,
	                       .parcel = "p1" };
	char job[JOB_NAME];

	hand_in(&b, "p1", DUE);
	result(&b, "p1", "not_graded", 0, "not_run");
	gradebook_job(&key, job);
	cr_expect_not(gradebook_has(b.book, job), "it is tried again");
	cr_expect_float_eq(grade(&b), -1, 1e-9);
	result(&b, "p1", "rejected", 0, "not_run");
	cr_expect(gradebook_has(b.book, job));
	cr_expect_float_eq(grade(&b), 0, 1e-9, "what can't be run is one");
	close_book(&b);
}

Test(class_grades, adjustments_add_up_and_are_kept)
{
	struct book b = open_book();
	long long who = b.people.items[0].id;

	hand_in(&b, "p1", DUE + 1);
	result(&b, "p1", "graded", 50, "failed");
	cr_expect_float_eq(grade(&b), 45, 1e-9);
	grades_adjust(b.book, who, "01-small", ADJUST_ADD, 5, "spoke well", "me", 3);
	cr_expect_float_eq(grade(&b), 50, 1e-9);
	expect_cause(&b, "adjusted [");
	expect_cause(&b, "+5: spoke well");
	long long set = grades_adjust(b.book, who, "01-small", ADJUST_SET, 80, "ill", "me", 4);
	cr_expect_float_eq(grade(&b), 80, 1e-9);
	grades_adjust(b.book, who, "01-small", ADJUST_EXTEND, DAY, "train", "me", 5);
	cr_expect_float_eq(grade(&b), 80, 1e-9);
	cr_assert(grades_withdraw(b.book, set, 6));
	cr_expect_not(grades_withdraw(b.book, set, 7), "it is withdrawn already");
	cr_expect_float_eq(grade(&b), 55, 1e-9, "in time now, and five more");
	grades_adjust(b.book, who, "01-small", ADJUST_ADD, -99, "copied", "me", 8);
	cr_expect_float_eq(grade(&b), 0, 1e-9, "never below nothing");
	close_book(&b);
}

Test(class_grades, a_mended_test_says_what_it_changed)
{
	struct book b = open_book();
	struct text other = TEXT_EMPTY;

	hand_in(&b, "p1", DUE);
	result(&b, "p1", "graded", 50, "failed");
	cr_expect_float_eq(grade(&b), 50, 1e-9);
	char *before = must_copy(b.graders.items[0].name);
	text_add(&other, manifest);
	text_add(&other, "# mended\n");
	case_write(b.scratch, "autograder/stages/01-small/stage.yaml", text_string(&other));
	graders_free(&b.graders);
	open_graders(&b);
	cr_assert_str_neq(before, b.graders.items[0].name);
	cr_expect_float_eq(grade(&b), 50, 1e-9, "until it is graded anew, the old one stands");
	result(&b, "p1", "graded", 100, "passed");
	cr_expect_eq(grades_compute(b.book, &b.graders, &b.settings, 9), 1);
	expect_cause(&b, "changed: autograder/stages/01-small/stage.yaml)");
	expect_cause(&b, "a/b: failed, now passed");
	free(before);
	text_free(&other);
	close_book(&b);
}

Test(class_grades, free_days_go_to_what_is_due_first)
{
	struct book b = open_book();

	b.settings.late.free_days = 1;
	hand_in(&b, "p1", DUE + 1);
	result(&b, "p1", "graded", 100, "passed");
	cr_expect_float_eq(grade(&b), 100, 1e-9);
	expect_cause(&b, "graded");
	cr_expect_eq(sql_number(b.book->db, "SELECT free_days FROM grade", ""), 1);
	close_book(&b);
}

Test(class_gradebook, keeps_people_attempts_and_documents)
{
	struct book b = open_book();
	struct people again = { NULL, 0 };
	long long who = b.people.items[0].id;

	gradebook_load_people(b.book, &again);
	cr_assert_eq(again.count, 1);
	cr_expect_str_eq(again.items[0].traits.login, "ada");
	cr_expect_null(again.items[0].traits.email);
	people_free(&again);
	cr_expect(gradebook_add_attempt(b.book, who, "01-small", "p", 500, true, "x"));
	cr_expect_not(gradebook_add_attempt(b.book, who, "01-small", "p", 400, false, "x"));
	cr_expect_not(gradebook_add_attempt(b.book, who, "01-small", "p", 0, true, "x"));
	cr_expect_eq(sql_number(b.book->db, "SELECT handed_in FROM attempt", ""), 400,
	             "the same work, by the earlier time");
	cr_expect_eq(sql_number(b.book->db, "SELECT late FROM attempt", ""), 0);
	result(&b, "p", "graded", 10, "failed");
	struct job_key key = { .stage = "01-small", .grader = b.graders.items[0].name,
	                       .parcel = "p" };
	char job[JOB_NAME];
	gradebook_job(&key, job);
	json_t *d = gradebook_document(b.book, job);
	cr_assert_not_null(d);
	cr_expect_str_eq(json_string_value(json_object_get(d, "status")), "graded");
	json_decref(d);
	cr_expect_null(gradebook_document(b.book, "nothing"));
	key.seed = 7;
	char other[JOB_NAME];
	gradebook_job(&key, other);
	cr_expect_str_neq(job, other, "another seed is another job");
	close_book(&b);
}

/* ---- what is alike ----------------------------------------------------- */

static void note_pair(void *context, const char *one, const char *other, double percent)
{
	text_add_format(context, "%s-%s-%.0f ", one, other, percent);
}

Test(class_similar, reads_what_the_tools_say)
{
	static const char dolos[] = "id,leftFileId,leftFilePath,rightFileId,rightFilePath,"
		"similarity,totalOverlap,longestFragment\n"
		"0,1,ada.c,2,x/ben.c,0.875,40,12\n1,1,ada.c,3,README,1,1,1\n";
	struct text pairs = TEXT_EMPTY, problem = TEXT_EMPTY;

	similar_read_sim("ada.c consists for 87 % of ben.c material\n\nTotal input: 3\n"
	                 "cleo.d.c consists for 100 % of ada.c material\n.c consists for 9 % of "
	                 "ada.c material\n", note_pair, &pairs);
	cr_expect_str_eq(text_string(&pairs), "ada-ben-87 cleo.d-ada-100 ");
	text_cut(&pairs, 0);
	cr_assert(similar_read_dolos(dolos, strlen(dolos), note_pair, &pairs, &problem));
	cr_expect_str_eq(text_string(&pairs), "ada-ben-88 ");
	cr_assert_not(similar_read_dolos("a,b\n1,2\n", 8, note_pair, &pairs, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "version of Dolos"), "%s",
	                   text_string(&problem));
	text_free(&pairs);
	text_free(&problem);
}

Test(class_gradebook, one_program_at_a_time)
{
	struct book b = open_book();
	struct text problem = TEXT_EMPTY;

	cr_assert_null(gradebook_open(b.folder, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "Another program"), "%s",
	                   text_string(&problem));
	text_free(&problem);
	close_book(&b);
}

Test(class_gradebook, refuses_what_is_no_gradebook)
{
	char *s = case_scratch();
	struct text problem = TEXT_EMPTY;

	case_write(s, "gradebook.sqlite", "this is a shopping list, and a long one at that, with "
	           "bread, butter, cheese, and more, so that it has the length of a header");
	cr_assert_null(gradebook_open(s, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "is no gradebook"), "%s",
	                   text_string(&problem));
	text_free(&problem);
	case_leave(s);
}

Test(class_grades, seeds_differ_by_student_and_stay)
{
	struct book b = open_book();

	cr_expect_eq(grades_seed(b.book, &b.settings, "ada"), 0);
	b.settings.seeds = true;
	long long ada = grades_seed(b.book, &b.settings, "ada");
	cr_expect_gt(ada, 0);
	cr_expect_eq(grades_seed(b.book, &b.settings, "ada"), ada);
	cr_expect_neq(grades_seed(b.book, &b.settings, "ben"), ada);
	close_book(&b);
}
