/*
 * tables.c - grades as tables; see outputs.h.
 *
 * Canvas's own format (its guide on "importing scores into the Gradebook"): columns
 * Student, ID, SIS User ID, SIS Login ID, Section, then one for each assignment; a row
 * "Points Possible". Moodle's (mod/assign/feedback/offline): at least Identifier, Grade
 * and "Last modified (grade)".
 *
 * A grade that is not known yet is an empty cell, which neither system takes for a zero.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/moment.h"
#include "class/outputs.h"
#include "class/sql.h"

static bool write_table(const struct class *c, const char *name, const struct text *t,
                        struct text *problem)
{
	char *path = path_join(c->folder, name);
	bool ok = file_write(path, text_string(t), t->length) ||
	          problem_set(problem, "%s can't be written: %s.", path, strerror(errno));

	free(path);
	return ok;
}

static void add_points(struct text *t, double points, char behind)
{
	if (!isnan(points))
		text_add_format(t, "%.1f", points);
	text_add_n(t, &behind, 1);
}

/* ---- all that is known ------------------------------------------------- */

static void add_grade(struct text *t, sqlite3_stmt *s)
{
	for (int i = 0; i < 6; i++)
		table_add_field(t, sql_text(s, i), ',');
	for (int i = 6; i < 9; i++)
		add_points(t, sql_real(s, i), ',');
	text_add_format(t, "%d,%d,", sqlite3_column_int(s, 9), sqlite3_column_int(s, 10));
	add_points(t, sql_real(s, 11), ',');
	add_points(t, sql_real(s, 12), ',');
	table_add_field(t, sql_text(s, 13), ',');
	if (sqlite3_column_type(s, 14) != SQLITE_NULL)
		moment_add(t, (time_t)sqlite3_column_int64(s, 14));
	text_add(t, ",");
	table_add_field(t, sql_text(s, 15), ',');
	table_add_field(t, sql_text(s, 16), '\n');
}

static bool write_grades(const struct class *c, struct text *problem)
{
	struct text t = TEXT_EMPTY;
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT t.key, t.name, t.number, t.email, t.section, g.stage, g.points, g.max, "
		"g.raw, g.days_late, g.free_days, g.taken_off, g.adjusted, r.status, "
		"a.handed_in, (SELECT f.kind FROM finding f WHERE f.job = g.job AND f.place = 0), "
		"g.why FROM grade g JOIN student t ON t.id = g.student LEFT JOIN result r ON "
		"r.job = g.job LEFT JOIN attempt a ON a.id = g.attempt ORDER BY t.key, g.stage",
		"");

	text_add(&t, "key,name,number,email,section,stage,points,max,before late,days late,"
	         "free days,taken off,adjusted,status,handed in,first finding,why\n");
	while (sql_row(&s))
		add_grade(&t, s);
	bool ok = write_table(c, "grades.csv", &t, problem);
	text_free(&t);
	return ok;
}

/* ---- Canvas ------------------------------------------------------------ */

/* Stages that anybody has a grade in. */
static size_t graded_stages(const struct class *c, const struct stage_settings **stages)
{
	size_t count = 0;

	for (size_t i = 0; i < c->settings.stages_count; i++)
		if (sql_number(c->book->db, "SELECT count(*) FROM grade WHERE stage = ?", "s",
		               c->settings.stages[i].stage) > 0)
			stages[count++] = &c->settings.stages[i];
	return count;
}

static void add_canvas_row(const struct class *c, struct text *t, sqlite3_stmt *s,
                           const struct stage_settings *const stages[], size_t count)
{
	for (int i = 1; i < 6; i++)
		table_add_field(t, sql_text(s, i), i == 5 && count == 0 ? '\n' : ',');
	for (size_t k = 0; k < count; k++) {
		sqlite3_stmt *g = sql_ask(c->book->db, "SELECT points FROM grade WHERE student "
		                          "= ? AND stage = ?", "is", sqlite3_column_int64(s, 0),
		                          stages[k]->stage);
		double points = NAN;
		while (sql_row(&g))
			points = sql_real(g, 0);
		add_points(t, points, k + 1 < count ? ',' : '\n');
	}
}

static bool write_canvas(const struct class *c, struct text *problem)
{
	const struct stage_settings **stages = must_alloc(c->settings.stages_count *
	                                                  sizeof *stages);
	size_t count = graded_stages(c, stages);
	struct text t = TEXT_EMPTY;

	text_add(&t, "Student,ID,SIS User ID,SIS Login ID,Section");
	for (size_t k = 0; k < count; k++) {
		text_add(&t, ",");
		table_add_field(&t, stages[k]->canvas, '\n');
		text_cut(&t, t.length - 1);
	}
	text_add(&t, "\n    Points Possible,,,,");
	for (size_t k = 0; k < count; k++)
		text_add_format(&t, ",%g", stages[k]->points);
	text_add(&t, "\n");
	sqlite3_stmt *s = sql_ask(c->book->db, "SELECT id, name, canvas, number, login, "
	                          "section FROM student WHERE canvas IS NOT NULL "
	                          "ORDER BY name, id", "");
	bool any = false;
	while (sql_row(&s)) {
		any = true;
		add_canvas_row(c, &t, s, stages, count);
	}
	bool ok = !any || write_table(c, "canvas.csv", &t, problem);
	text_free(&t);
	free(stages);
	return ok;
}

/* ---- Moodle ------------------------------------------------------------ */

/* Moodle takes a comment for HTML. */
static char *comment(double points, double max, const char *finding, const char *why)
{
	struct text t = TEXT_EMPTY;

	if (isnan(points))
		text_add(&t, "Not graded yet.");
	else
		text_add_format(&t, "%.1f of %g points.", points, max);
	if (finding[0] != '\0')
		text_add_format(&t, " To look at first: %s.", finding);
	if (why[0] != '\0')
		text_add_format(&t, " (%s)", why);
	char *plain = text_take(&t);
	for (const char *at = plain; *at != '\0'; at++)
		if (*at == '<')
			text_add(&t, "&lt;");
		else if (*at == '&')
			text_add(&t, "&amp;");
		else
			text_add_n(&t, at, 1);
	free(plain);
	return text_take(&t);
}

static void add_moodle_row(struct text *t, sqlite3_stmt *s)
{
	double points = sql_real(s, 3), max = sql_real(s, 4);
	char *said = comment(points, max, sql_text(s, 5), sql_text(s, 6));

	text_add_format(t, "Participant %s,", sql_text(s, 0));
	table_add_field(t, sql_text(s, 1), ',');
	table_add_field(t, sql_text(s, 2), ',');
	add_points(t, points, ',');
	text_add_format(t, "%g,-,", max);
	table_add_field(t, said, '\n');
	free(said);
}

static bool write_moodle(const struct class *c, const char *stage, struct text *problem)
{
	struct text t = TEXT_EMPTY;
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT p.number, t.name, t.email, g.points, g.max, (SELECT f.title FROM "
		"finding f WHERE f.job = g.job AND f.place = 0), g.why FROM participant p JOIN "
		"student t ON t.id = p.student JOIN grade g ON g.student = p.student AND "
		"g.stage = p.stage WHERE p.stage = ? ORDER BY t.name, t.id", "s", stage);
	bool any = false;

	text_add(&t, "Identifier,Full name,Email address,Grade,Maximum Grade,"
	         "Last modified (grade),Feedback comments\n");
	while (sql_row(&s)) {
		any = true;
		add_moodle_row(&t, s);
	}
	char *name = must_format("moodle-%.2s.csv", stage);
	bool ok = !any || write_table(c, name, &t, problem);
	free(name);
	text_free(&t);
	return ok;
}

bool outputs_tables(struct class *c, struct text *problem)
{
	bool ok = write_grades(c, problem) && write_canvas(c, problem);

	for (size_t i = 0; ok && i < c->settings.stages_count; i++)
		ok = write_moodle(c, c->settings.stages[i].stage, problem);
	return ok;
}
