/*
 * class.c - the commands, and what is open while they run.
 */
#include "class/class.h"

#include <ctype.h>
#include <math.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "class/grades.h"
#include "class/moment.h"
#include "class/outputs.h"
#include "class/similar.h"
#include "class/sql.h"

/* ---- open and close ---------------------------------------------------- */

/* Absolute, for jobs work elsewhere. */
static char *class_folder(const struct course *course, const char *given)
{
	char *folder = given != NULL ? must_copy(given)
	                             : path_join(course->root, ".grade/class");

	if (folder_make(folder)) {
		char *real = path_real(folder);
		free(folder);
		folder = real;
	}
	return folder;
}

bool class_open(struct class *c, const struct options *options, int *status)
{
	struct text problem = TEXT_EMPTY;
	struct course *course = course_open(options->course, options->build, &problem);

	*c = (struct class){ .options = options, .course = course, .now = time(NULL) };
	*status = CLASS_USAGE;
	bool ok = course != NULL;
	if (ok) {
		c->folder = class_folder(course, options->folder);
		ok = settings_read(course, c->folder, &c->settings, &problem) &&
		     graders_open(course, &c->graders, &problem);
	}
	if (ok) {
		*status = CLASS_BROKEN;
		c->book = gradebook_open(c->folder, &problem);
		ok = c->book != NULL;
	}
	if (ok) {
		settings_write_sample(course, c->folder);
		gradebook_load_people(c->book, &c->people);
		gradebook_begin(c->book);
		graders_remember(&c->graders, c->book);
		gradebook_commit(c->book);
	} else {
		error_print("%s", text_string(&problem));
		class_close(c);
	}
	text_free(&problem);
	return ok;
}

void class_close(struct class *c)
{
	people_free(&c->people);
	gradebook_close(c->book);
	if (c->graders.course != NULL)
		graders_free(&c->graders);
	settings_free(&c->settings);
	text_free(&c->complaints);
	free(c->folder);
	course_free((struct course *)c->course);
}

/* ---- grade ------------------------------------------------------------- */

static void tell_complaints(const struct class *c)
{
	if (c->complaints.length == 0)
		return;
	printf("\nTo look at:\n");
	for (const char *at = text_string(&c->complaints); *at != '\0';) {
		size_t n = strcspn(at, "\n");
		printf("  - %.*s\n", (int)n, at);
		at += n + (at[n] == '\n');
	}
}

/* What stays to be looked at, until the next run says it again or not. */
static void keep_complaints(struct class *c)
{
	gradebook_begin(c->book);
	sql_do(c->book->db, "DELETE FROM complaint", "");
	for (const char *at = text_string(&c->complaints); *at != '\0';) {
		size_t n = strcspn(at, "\n");
		char *line = must_format("%.*s", (int)n, at);
		sql_do(c->book->db, "INSERT INTO complaint (text) VALUES (?)", "s", line);
		free(line);
		at += n + (at[n] == '\n');
	}
	gradebook_commit(c->book);
}

static void tell_stages(const struct class *c)
{
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT stage, count(*), count(points), avg(points), sum(points >= max), "
		"max(max) FROM grade GROUP BY stage ORDER BY stage", "");

	printf("\n%-18s %8s %8s %10s %11s\n", "stage", "students", "graded", "mean",
	       "full marks");
	while (sql_row(&s))
		printf("%-18s %8lld %8lld %10.1f %11lld\n", sql_text(s, 0),
		       sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2),
		       sqlite3_column_double(s, 3), sqlite3_column_int64(s, 4));
}

static int finish(struct class *c, size_t changed, bool whole)
{
	struct text problem = TEXT_EMPTY;
	bool ok = outputs_write(c, &problem);

	if (!ok)
		error_print("%s", text_string(&problem));
	tell_stages(c);
	if (changed > 0)
		printf("\n%zu grades are others than before: `class history` says why.\n",
		       changed);
	tell_complaints(c);
	if (ok)
		printf("\nThe class report: %s/report.html\n", c->folder);
	text_free(&problem);
	return !ok || !whole ? CLASS_BROKEN :
	       c->complaints.length > 0 ? CLASS_COMPLAINTS : CLASS_OK;
}

int class_grade(const struct options *options)
{
	struct class c;
	size_t not_graded = 0;
	int status;

	if (!class_open(&c, options, &status))
		return status;
	if (options->from == NULL && options->roster == NULL &&
	    sql_number(c.book->db, "SELECT count(*) FROM attempt", "") == 0) {
		error_print("Nothing was handed in yet. Give --from (make class FROM=...): an "
		            "export of Canvas, Moodle or Gradescope, or a folder with a folder "
		            "for each student.");
		status = CLASS_USAGE;
	} else if (class_take_in(&c, &status)) {
		bool whole = class_work(&c, &not_graded) && not_graded == 0;
		size_t changed = grades_compute(c.book, &c.graders, &c.settings, c.now);
		similar_compute(&c);
		keep_complaints(&c);
		status = finish(&c, changed, whole);
	}
	class_close(&c);
	return status;
}

int class_report(const struct options *options)
{
	struct class c;
	int status;

	if (!class_open(&c, options, &status))
		return status;
	size_t changed = grades_compute(c.book, &c.graders, &c.settings, c.now);
	status = finish(&c, changed, true);
	class_close(&c);
	return status;
}

/* ---- adjust ------------------------------------------------------------ */

/* "+5", "-2.5", "=80", "+2d", "-12h". */
static bool read_adjustment(const char *how, enum adjustment *kind, double *value)
{
	const char *number = how[0] == '=' ? how + 1 : how;
	char *end;

	*value = strtod(number, &end);
	if (end == number || !isfinite(*value) || strchr("+-=", how[0]) == NULL)
		return false;
	*kind = how[0] == '=' ? ADJUST_SET : ADJUST_ADD;
	if (*end == '\0')
		return true;
	*kind = ADJUST_EXTEND;
	*value *= *end == 'd' ? 86400 : 3600;
	return how[0] != '=' && (*end == 'd' || *end == 'h') && end[1] == '\0';
}

static const char *user_name(void)
{
	const struct passwd *user = getpwuid(getuid());

	return user != NULL ? user->pw_name : "somebody";
}

static bool adjust(struct class *c, struct text *problem)
{
	const char *const *words = (const char *const *)c->options->words;
	const char *stage = course_stage(c->course, words[1], problem);
	struct person *p = stage != NULL ? people_named(&c->people, words[0], problem) : NULL;
	enum adjustment kind;
	double value;

	if (p == NULL)
		return false;
	if (!read_adjustment(words[2], &kind, &value))
		return problem_set(problem, "\"%s\" is no adjustment. Say +5 or -5 (points), =80 "
		                   "(these points), +2d or +36h (more time).", words[2]);
	if (c->options->reason == NULL || c->options->reason[0] == '\0')
		return problem_set(problem, "An adjustment needs a reason, for whoever asks "
		                   "later. Give --reason.");
	gradebook_begin(c->book);
	long long number = grades_adjust(c->book, p->id, stage, kind, value,
	                                 c->options->reason, user_name(), c->now);
	gradebook_commit(c->book);
	printf("Adjustment %lld: %s, %s: %s (%s)\n", number, p->key, stage, words[2],
	       c->options->reason);
	return true;
}

static bool withdraw(struct class *c, struct text *problem)
{
	const char *word = c->options->words[0];
	char *end;
	long long number = strtoll(word, &end, 10);

	if (*end != '\0' || !grades_withdraw(c->book, number, c->now))
		return problem_set(problem, "There is no adjustment %s that stands. `class "
		                   "history` shows their numbers.", word);
	printf("Adjustment %lld no longer counts.\n", number);
	return true;
}

int class_adjust(const struct options *options)
{
	struct text problem = TEXT_EMPTY;
	struct class c;
	int status;

	if (!class_open(&c, options, &status))
		return status;
	bool ok = strcmp(options->command, "adjust") == 0 ? adjust(&c, &problem)
	                                                  : withdraw(&c, &problem);
	if (ok) {
		size_t changed = grades_compute(c.book, &c.graders, &c.settings, c.now);
		status = outputs_write(&c, &problem) ? CLASS_OK : CLASS_BROKEN;
		printf("%s\n", changed > 0 ? "The grade is another now." :
		       "The grade is as before.");
	} else {
		status = CLASS_USAGE;
	}
	if (problem.length > 0)
		error_print("%s", text_string(&problem));
	text_free(&problem);
	class_close(&c);
	return status;
}

/* ---- history ----------------------------------------------------------- */

static void add_points(struct text *t, double points)
{
	if (isnan(points))
		text_add(t, "-");
	else
		text_add_format(t, "%.1f", points);
}

static void tell_history(struct class *c, long long student)
{
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT h.at, t.key, h.stage, h.before, h.after, h.cause FROM history h JOIN "
		"student t ON t.id = h.student WHERE ?1 = 0 OR h.student = ?1 ORDER BY h.id",
		"i", student);
	struct text line = TEXT_EMPTY;

	while (sql_row(&s)) {
		text_cut(&line, 0);
		moment_add(&line, (time_t)sqlite3_column_int64(s, 0));
		text_add_format(&line, "  %-16s %-16s ", sql_text(s, 1), sql_text(s, 2));
		add_points(&line, sql_real(s, 3));
		text_add(&line, " -> ");
		add_points(&line, sql_real(s, 4));
		printf("%s  %s\n", text_string(&line), sql_text(s, 5));
	}
	text_free(&line);
}

static void tell_adjustments(struct class *c, long long student)
{
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT a.id, t.key, a.stage, a.kind, a.value, a.reason, a.who, a.at, "
		"a.withdrawn FROM adjustment a JOIN student t ON t.id = a.student "
		"WHERE ?1 = 0 OR a.student = ?1 ORDER BY a.id", "i", student);
	struct text when = TEXT_EMPTY;

	while (sql_row(&s)) {
		bool extend = strcmp(sql_text(s, 3), "extend") == 0;
		double value = sqlite3_column_double(s, 4);
		text_cut(&when, 0);
		moment_add(&when, (time_t)sqlite3_column_int64(s, 7));
		printf("adjustment %lld%s: %s, %s: %s %g%s by %s, %s: %s\n",
		       sqlite3_column_int64(s, 0),
		       sqlite3_column_type(s, 8) != SQLITE_NULL ? " (withdrawn)" : "",
		       sql_text(s, 1), sql_text(s, 2), sql_text(s, 3),
		       extend ? value / 3600 : value, extend ? " h" : "", sql_text(s, 6),
		       text_string(&when), sql_text(s, 5));
	}
	text_free(&when);
}

int class_history(const struct options *options)
{
	struct text problem = TEXT_EMPTY;
	struct class c;
	int status;

	if (!class_open(&c, options, &status))
		return status;
	const struct person *p = options->words[0] != NULL
		? people_named(&c.people, options->words[0], &problem) : NULL;
	if (options->words[0] != NULL && p == NULL) {
		error_print("%s", text_string(&problem));
		status = CLASS_USAGE;
	} else {
		tell_history(&c, p != NULL ? p->id : 0);
		tell_adjustments(&c, p != NULL ? p->id : 0);
		status = CLASS_OK;
	}
	text_free(&problem);
	class_close(&c);
	return status;
}

/* ---- seeds ------------------------------------------------------------- */

int class_seeds(const struct options *options)
{
	struct text problem = TEXT_EMPTY;
	const char *who = options->words[0];
	struct class c;
	int status;

	if (!class_open(&c, options, &status))
		return status;
	bool ok = class_read_roster(&c, &problem);
	fputs(text_string(&c.complaints), stderr);
	const struct person *one = ok && who != NULL
		? people_named(&c.people, who, &problem) : NULL;
	for (size_t i = 0; ok && i < c.people.count; i++)
		if (who == NULL || one == &c.people.items[i])
			printf("%s %lld\n", c.people.items[i].key,
			       grades_own_seed(c.book, c.people.items[i].key));
	if (problem.length > 0)
		error_print("%s", text_string(&problem));
	status = problem.length > 0 ? CLASS_USAGE : CLASS_OK;
	text_free(&problem);
	class_close(&c);
	return status;
}
