/*
 * report_data.c - see report_data.h.
 *
 * {
 *   name, made, students: [{ key, name, section, page, grades: { STAGE: { points, max,
 *     status, why, finding } } }],
 *   stages: [{ stage, title, max, points: [...], rejected, pending, missing,
 *     tests: [{ name, title }], columns: [student...], rows: ["pfm-..."] }],
 *   misconceptions: [{ number, believes, lesson, students }],
 *   findings: [{ title, kind, stage, students }],
 *   stuck: [{ key, name, stage, points, why, finding }],
 *   clusters: [{ stage, percent, students: [key...] }],
 *   changes: [{ at, key, stage, before, after, cause }],  complaints: [...]
 * }
 *
 * In rows, one letter a student: p passed; m passed, with memory errors; f failed, or ended
 * in another wrong way; t out of time; - not run.
 */
#include "class/report_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/moment.h"
#include "class/sql.h"

/* Changes that the report shows; `class history` has them all. */
#define CHANGES_MAX 200
#define FINDINGS_MAX 15
/* A share of the class that is alike has done the obvious. */
#define CLUSTER_SHARE 0.2

static json_t *number(double value)
{
	return isnan(value) ? json_null() : json_real(value);
}

static json_t *string(const char *s)
{
	struct text t = TEXT_EMPTY;

	text_add_clean(&t, s, strlen(s));
	json_t *value = json_string(text_string(&t));
	text_free(&t);
	return value;
}

/* ---- students ---------------------------------------------------------- */

static json_t *grades_of(struct class *c, long long student)
{
	json_t *grades = json_object();
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT g.stage, g.points, g.max, r.status, g.why, (SELECT f.title FROM finding "
		"f WHERE f.job = g.job AND f.place = 0) FROM grade g LEFT JOIN result r ON r.job "
		"= g.job WHERE g.student = ? ORDER BY g.stage", "i", student);

	while (sql_row(&s)) {
		json_t *g = json_object();
		json_object_set_new(g, "points", number(sql_real(s, 1)));
		json_object_set_new(g, "max", number(sql_real(s, 2)));
		json_object_set_new(g, "status", string(sql_text(s, 3)));
		json_object_set_new(g, "why", string(sql_text(s, 4)));
		json_object_set_new(g, "finding", string(sql_text(s, 5)));
		json_object_set_new(grades, sql_text(s, 0), g);
	}
	return grades;
}

static json_t *students(struct class *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->people.count; i++) {
		const struct person *p = &c->people.items[i];
		json_t *o = json_object();
		char *page = must_format("students/%s.html", p->key);
		char *path = path_join(c->folder, page);
		json_object_set_new(o, "key", string(p->key));
		json_object_set_new(o, "name", string(p->traits.name != NULL ? p->traits.name
		                                                             : p->key));
		json_object_set_new(o, "section", string(p->traits.section != NULL
		                                         ? p->traits.section : ""));
		json_object_set_new(o, "page", is_file(path) ? string(page) : json_null());
		json_object_set_new(o, "grades", grades_of(c, p->id));
		json_array_append_new(list, o);
		free(path);
		free(page);
	}
	return list;
}

/* ---- stages ------------------------------------------------------------ */

static size_t place_of(const struct class *c, long long student)
{
	size_t low = 0, high = c->people.count;

	/* People are in the order of their ids, as they were read or added. */
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c->people.items[middle].id < student)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static char letter(const char *status, const char *memory)
{
	if (strcmp(status, "passed") == 0)
		return strcmp(memory, "errors") == 0 ? 'm' : 'p';
	if (strcmp(status, "timeout") == 0)
		return 't';
	return strcmp(status, "not_run") == 0 || strcmp(status, "skipped") == 0 ? '-' : 'f';
}

/* Students who have a grade, best first, and in rows how each test went for them. */
static void add_matrix(struct class *c, const struct stage *stage, json_t *o)
{
	json_t *tests = json_array(), *columns = json_array(), *rows = json_array();
	unsigned count = stage->tests_count;
	struct text *row = must_alloc((count + 1) * sizeof *row);
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT student, job FROM grade WHERE stage = ? AND job IS NOT NULL AND points "
		"IS NOT NULL ORDER BY points DESC, student", "s", stage->name);

	while (sql_row(&s)) {
		json_array_append_new(columns, json_integer((json_int_t)
			place_of(c, sqlite3_column_int64(s, 0))));
		for (unsigned i = 0; i < count; i++)
			text_add(&row[i], "-");
		sqlite3_stmt *t = sql_ask(c->book->db, "SELECT name, status, memory FROM test "
		                          "WHERE job = ?", "s", sql_text(s, 1));
		while (sql_row(&t))
			for (unsigned i = 0; i < count; i++)
				if (strcmp(stage->tests[i].name, sql_text(t, 0)) == 0)
					row[i].bytes[row[i].length - 1] =
						letter(sql_text(t, 1), sql_text(t, 2));
	}
	for (unsigned i = 0; i < count; i++) {
		json_array_append_new(tests, json_pack("{s:s, s:s}", "name",
			stage->tests[i].name, "title", stage->tests[i].title));
		json_array_append_new(rows, json_string(text_string(&row[i])));
		text_free(&row[i]);
	}
	free(row);
	json_object_set_new(o, "tests", tests);
	json_object_set_new(o, "columns", columns);
	json_object_set_new(o, "rows", rows);
}

static json_t *points_of(struct class *c, const char *stage)
{
	json_t *list = json_array();
	sqlite3_stmt *s = sql_ask(c->book->db, "SELECT points FROM grade WHERE stage = ? AND "
	                          "points IS NOT NULL ORDER BY points", "s", stage);

	while (sql_row(&s))
		json_array_append_new(list, json_real(sqlite3_column_double(s, 0)));
	return list;
}

static long long count_grades(struct class *c, const char *stage, const char *where)
{
	char *ask = must_format("SELECT count(*) FROM grade g LEFT JOIN result r ON r.job = "
	                        "g.job WHERE g.stage = ? AND %s", where);
	long long count = sql_number(c->book->db, ask, "s", stage);

	free(ask);
	return count;
}

static json_t *stages(struct class *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->course->stages_count; i++) {
		const struct stage *stage = c->graders.stages[i];
		if (count_grades(c, stage->name, "1") == 0)
			continue;
		json_t *o = json_object();
		json_object_set_new(o, "stage", string(stage->name));
		json_object_set_new(o, "title", string(stage->title));
		json_object_set_new(o, "max", json_real(settings_stage(&c->settings,
		                                                       stage->name)->points));
		json_object_set_new(o, "points", points_of(c, stage->name));
		json_object_set_new(o, "rejected", json_integer(
			count_grades(c, stage->name, "r.status = 'rejected'")));
		json_object_set_new(o, "pending", json_integer(
			count_grades(c, stage->name, "g.points IS NULL")));
		json_object_set_new(o, "missing", json_integer(sql_number(c->book->db,
			"SELECT count(*) FROM student t WHERE listed AND NOT EXISTS (SELECT 1 FROM "
			"attempt a WHERE a.student = t.id AND a.stage = ?)", "s", stage->name)));
		add_matrix(c, stage, o);
		json_array_append_new(list, o);
	}
	return list;
}

/* ---- what is not understood -------------------------------------------- */

/* Cell of a Markdown table's row, the first being 1, without code marks. */
static char *table_part(const char *line, int cell)
{
	struct text t = TEXT_EMPTY;

	for (; *line != '\0' && *line != '\n' && cell >= 0; line++)
		if (*line == '|')
			cell--;
		else if (cell == 0 && *line != '`' && (*line != ' ' || t.length > 0))
			text_add_n(&t, line, 1);
	while (t.length > 0 && t.bytes[t.length - 1] == ' ')
		text_cut(&t, t.length - 1);
	return text_take(&t);
}

/* The list that lessons and manifests count by. */
static void describe(json_t *o, const char *list, long long wanted)
{
	for (const char *at = list; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
		char *cell = table_part(at, 1);
		bool is = at[0] == '|' && cell[0] != '\0' && strtoll(cell, NULL, 10) == wanted;
		free(cell);
		if (!is)
			continue;
		char *believes = table_part(at, 2), *lesson = table_part(at, 4);
		const char *path = strstr(lesson, "(../");
		json_object_set_new(o, "believes", string(believes));
		if (path != NULL) {
			char *shown = must_format("%.*s", (int)strcspn(path + 4, ")"), path + 4);
			json_object_set_new(o, "lesson", string(shown));
			free(shown);
		}
		free(believes);
		free(lesson);
		return;
	}
}

static json_t *misconceptions(struct class *c)
{
	json_t *list = json_array();
	char *path = path_join(c->course->root, "docs/misconceptions.md");
	struct text text = TEXT_EMPTY;
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT m.number, count(DISTINCT g.student) FROM misconception m JOIN grade g ON "
		"g.job = m.job GROUP BY m.number ORDER BY 2 DESC, 1", "");

	file_read(path, (size_t)1 << 20, &text);
	while (sql_row(&s)) {
		json_t *o = json_pack("{s:I, s:I}", "number",
		                      (json_int_t)sqlite3_column_int64(s, 0), "students",
		                      (json_int_t)sqlite3_column_int64(s, 1));
		describe(o, text_string(&text), sqlite3_column_int64(s, 0));
		json_array_append_new(list, o);
	}
	text_free(&text);
	free(path);
	return list;
}

static json_t *findings(struct class *c)
{
	json_t *list = json_array();
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT min(f.title), f.kind, g.stage, count(DISTINCT g.student) FROM finding f "
		"JOIN grade g ON g.job = f.job WHERE f.severity = 'error' GROUP BY g.stage, "
		"f.kind, CASE WHEN f.kind = 'test-failed' THEN f.title END "
		"ORDER BY 4 DESC, 3, 2 LIMIT ?", "i", (long long)FINDINGS_MAX);

	while (sql_row(&s)) {
		json_t *o = json_object();
		json_object_set_new(o, "title", string(sql_text(s, 0)));
		json_object_set_new(o, "kind", string(sql_text(s, 1)));
		json_object_set_new(o, "stage", string(sql_text(s, 2)));
		json_object_set_new(o, "students", json_integer(sqlite3_column_int64(s, 3)));
		json_array_append_new(list, o);
	}
	return list;
}

/* ---- who needs somebody ------------------------------------------------ */

static void add_stuck(json_t *list, sqlite3_stmt *s, const char *why)
{
	json_t *o = json_object();

	json_object_set_new(o, "key", string(sql_text(s, 0)));
	json_object_set_new(o, "name", string(sql_text(s, 1)));
	json_object_set_new(o, "stage", string(sql_text(s, 2)));
	json_object_set_new(o, "points", number(sql_real(s, 3)));
	json_object_set_new(o, "finding", string(sql_text(s, 4)));
	json_object_set_new(o, "why", string(why != NULL ? why : sql_text(s, 5)));
	json_array_append_new(list, o);
}

/* Nothing that runs; less than half of the points; or nothing handed in where more than
   half of the class has. */
static json_t *stuck(struct class *c)
{
	json_t *list = json_array();
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT t.key, coalesce(t.name, t.key), g.stage, g.points, (SELECT f.title FROM "
		"finding f WHERE f.job = g.job AND f.place = 0), CASE WHEN r.status = 'rejected' "
		"THEN 'nothing that could be run' ELSE 'less than half of the points' END "
		"FROM grade g JOIN student t ON t.id = g.student LEFT JOIN result r ON r.job = "
		"g.job WHERE g.points IS NOT NULL AND (r.status = 'rejected' OR g.points < "
		"g.max / 2) ORDER BY g.stage, g.points, t.key", "");

	while (sql_row(&s))
		add_stuck(list, s, NULL);
	s = sql_ask(c->book->db,
		"SELECT t.key, coalesce(t.name, t.key), g.stage, NULL, NULL FROM student t, "
		"(SELECT stage, count(DISTINCT student) AS n FROM attempt GROUP BY stage) g "
		"WHERE t.listed AND 2 * g.n > (SELECT count(*) FROM student WHERE listed) AND "
		"NOT EXISTS (SELECT 1 FROM attempt a WHERE a.student = t.id AND a.stage = "
		"g.stage) ORDER BY g.stage, t.key", "");
	while (sql_row(&s))
		add_stuck(list, s, "nothing handed in, and most have");
	return list;
}

/* ---- what is alike ----------------------------------------------------- */

/* Pairs become clusters: whoever is alike with one of a cluster is of it. */
struct union_find { size_t *parent; double *percent; };

static size_t root_of(const struct union_find *u, size_t i)
{
	while (u->parent[i] != i)
		i = u->parent[i];
	return i;
}

static void join_pair(struct union_find *u, size_t a, size_t b, double percent)
{
	size_t x = root_of(u, a), y = root_of(u, b);
	double least = percent;

	if (u->percent[x] > 0 && u->percent[x] < least)
		least = u->percent[x];
	if (u->percent[y] > 0 && u->percent[y] < least)
		least = u->percent[y];
	u->parent[y] = x;
	u->percent[x] = least;
}

static void add_clusters(struct class *c, json_t *list, const char *stage,
                         const struct union_find *u)
{
	size_t count = c->people.count;
	long long graded = count_grades(c, stage, "g.attempt IS NOT NULL");

	for (size_t i = 0; i < count; i++) {
		if (root_of(u, i) != i || u->percent[i] <= 0)
			continue;
		json_t *keys = json_array();
		for (size_t k = 0; k < count; k++)
			if (root_of(u, k) == i)
				json_array_append_new(keys, string(c->people.items[k].key));
		bool common = json_array_size(keys) > 4 && (double)json_array_size(keys) >
		              CLUSTER_SHARE * (double)graded;
		json_array_append_new(list, json_pack("{s:s, s:f, s:b, s:o}", "stage", stage,
		                      "percent", u->percent[i], "common", common, "students",
		                      keys));
	}
}

static json_t *clusters(struct class *c)
{
	json_t *list = json_array();
	size_t count = c->people.count;
	struct union_find u = { must_alloc(count * sizeof(size_t)),
	                        must_alloc(count * sizeof(double)) };

	for (size_t i = 0; i < c->course->stages_count; i++) {
		const char *stage = c->course->stages[i];
		sqlite3_stmt *s = sql_ask(c->book->db, "SELECT one, other, percent FROM alike "
		                          "WHERE stage = ? AND percent >= ?", "sd", stage,
		                          c->settings.similarity);
		for (size_t k = 0; k < count; k++) {
			u.parent[k] = k;
			u.percent[k] = 0;
		}
		while (sql_row(&s))
			join_pair(&u, place_of(c, sqlite3_column_int64(s, 0)),
			          place_of(c, sqlite3_column_int64(s, 1)),
			          sqlite3_column_double(s, 2));
		add_clusters(c, list, stage, &u);
	}
	free(u.parent);
	free(u.percent);
	return list;
}

/* ---- what happened ----------------------------------------------------- */

static json_t *changes(struct class *c)
{
	json_t *list = json_array();
	struct text at = TEXT_EMPTY;
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT h.at, t.key, h.stage, h.before, h.after, h.cause FROM history h JOIN "
		"student t ON t.id = h.student WHERE h.before IS NOT NULL ORDER BY h.id DESC "
		"LIMIT ?", "i", (long long)CHANGES_MAX);

	while (sql_row(&s)) {
		json_t *o = json_object();
		text_cut(&at, 0);
		moment_add(&at, (time_t)sqlite3_column_int64(s, 0));
		json_object_set_new(o, "at", string(text_string(&at)));
		json_object_set_new(o, "key", string(sql_text(s, 1)));
		json_object_set_new(o, "stage", string(sql_text(s, 2)));
		json_object_set_new(o, "before", number(sql_real(s, 3)));
		json_object_set_new(o, "after", number(sql_real(s, 4)));
		json_object_set_new(o, "cause", string(sql_text(s, 5)));
		json_array_append_new(list, o);
	}
	text_free(&at);
	return list;
}

static json_t *complaints(struct class *c)
{
	json_t *list = json_array();
	sqlite3_stmt *s = sql_ask(c->book->db, "SELECT text FROM complaint ORDER BY id", "");

	while (sql_row(&s))
		json_array_append_new(list, string(sql_text(s, 0)));
	return list;
}

json_t *report_data(struct class *c)
{
	json_t *o = json_object();
	struct text made = TEXT_EMPTY;

	moment_add(&made, c->now);
	json_object_set_new(o, "name", string(c->settings.name));
	json_object_set_new(o, "made", string(text_string(&made)));
	json_object_set_new(o, "students", students(c));
	json_object_set_new(o, "stages", stages(c));
	json_object_set_new(o, "misconceptions", misconceptions(c));
	json_object_set_new(o, "findings", findings(c));
	json_object_set_new(o, "stuck", stuck(c));
	json_object_set_new(o, "clusters", clusters(c));
	json_object_set_new(o, "changes", changes(c));
	json_object_set_new(o, "complaints", complaints(c));
	text_free(&made);
	return o;
}
