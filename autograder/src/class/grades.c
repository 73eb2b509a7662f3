/*
 * grades.c - see grades.h.
 */
#include "class/grades.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/error.h"
#include "base/files.h"
#include "class/policy.h"
#include "class/sql.h"

struct computing {
	struct gradebook *book;
	const struct graders *graders;
	const struct settings *settings;
	time_t now;
	size_t changed;
	long long student;
	long long seed;
	long free_left;
};

/* What a grade was and is; strings are the holder's. */
struct grade {
	long long attempt;         /* 0: none                                  */
	char *job;                 /* NULL: none                               */
	double points, raw, max, taken_off, adjusted;      /* NaN: not known   */
	long days_late, free_days;
	char *why;
	bool there;
};

static void grade_free(struct grade *g)
{
	free(g->job);
	free(g->why);
}

/* ---- seeds ------------------------------------------------------------- */

/* The class's secret, made when it is first asked for: without it nobody can tell
   which numbers a test will draw. */
static bool read_secret(const char *folder, struct text *secret)
{
	char *path = path_join(folder, "secret");
	unsigned char random[16];
	bool ok = file_read(path, 4096, secret) && secret->length > 0;

	if (!ok && getrandom(random, sizeof random, 0) == (ssize_t)sizeof random) {
		for (size_t i = 0; i < sizeof random; i++)
			text_add_format(secret, "%02x", random[i]);
		ok = file_write(path, text_string(secret), secret->length);
	}
	free(path);
	return ok;
}

long long grades_own_seed(const struct gradebook *book, const char *student_key)
{
	struct text secret = TEXT_EMPTY;
	struct digest d;
	char hex[DIGEST_LENGTH + 1];

	if (!read_secret(book->folder, &secret))
		die("The file \"secret\" in %s can't be written: %s.", book->folder,
		    strerror(errno));
	digest_start(&d);
	digest_string(&d, text_string(&secret));
	digest_string(&d, student_key);
	digest_end(&d, hex);
	text_free(&secret);
	hex[7] = '\0';             /* 28 bits: positive, whatever reads it     */
	return strtoll(hex, NULL, 16) + 1;
}

long long grades_seed(const struct gradebook *book, const struct settings *settings,
                      const char *student_key)
{
	return settings->seeds ? grades_own_seed(book, student_key) : 0;
}

/* ---- what there is ----------------------------------------------------- */

struct tries { struct attempt *items; char **jobs; size_t count; bool whole; };

static void add_try(struct computing *c, const char *stage, struct tries *t,
                    sqlite3_stmt *row)
{
	struct job_key key = { .stage = stage, .seed = c->seed,
	                       .grader = graders_of(c->graders, stage)->name };
	struct attempt a = { .id = sqlite3_column_int64(row, 0),
	                     .at = (time_t)sqlite3_column_int64(row, 2),
	                     .late = sqlite3_column_int(row, 3) };
	char job[JOB_NAME];

	snprintf(key.parcel, sizeof key.parcel, "%s", sql_text(row, 1));
	gradebook_job(&key, job);
	sqlite3_stmt *s = sql_ask(c->book->db, "SELECT status, points, max FROM result "
	                          "WHERE job = ?", "s", job);
	bool found = false;
	while (sql_row(&s)) {
		found = true;
		a.known = strcmp(sql_text(s, 0), "not_graded") != 0;
		a.points = sqlite3_column_double(s, 1);
		a.max = sqlite3_column_double(s, 2);
	}
	t->whole = t->whole && found;
	t->items = must_resize(t->items, t->count + 1, sizeof *t->items);
	t->jobs = must_resize(t->jobs, t->count + 1, sizeof *t->jobs);
	t->items[t->count] = a;
	t->jobs[t->count++] = must_copy(job);
}

static struct tries read_tries(struct computing *c, const char *stage)
{
	struct tries t = { .whole = true };
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT id, parcel, handed_in, late FROM attempt WHERE student = ? AND "
		"stage = ? ORDER BY handed_in, id", "is", c->student, stage);

	while (sql_row(&s))
		add_try(c, stage, &t, s);
	return t;
}

static void tries_free(struct tries *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->jobs[i]);
	free(t->jobs);
	free(t->items);
}

static struct grade read_grade(struct computing *c, const char *stage)
{
	struct grade g = { .points = NAN };
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT attempt, job, points, raw, max, days_late, free_days, taken_off, "
		"adjusted, why FROM grade WHERE student = ? AND stage = ?", "is", c->student,
		stage);

	while (sql_row(&s))
		g = (struct grade){
			.there = true, .attempt = sqlite3_column_int64(s, 0),
			.job = sql_copy(s, 1), .points = sql_real(s, 2),
			.raw = sql_real(s, 3), .max = sql_real(s, 4),
			.days_late = sqlite3_column_int(s, 5),
			.free_days = sqlite3_column_int(s, 6),
			.taken_off = sql_real(s, 7), .adjusted = sql_real(s, 8),
			.why = sql_copy(s, 9),
		};
	return g;
}

/* ---- adjustments ------------------------------------------------------- */

static const char *const kinds[] = { [ADJUST_ADD] = "add", [ADJUST_SET] = "set",
                                     [ADJUST_EXTEND] = "extend" };

static long read_extension(struct computing *c, const char *stage)
{
	return (long)sql_number(c->book->db,
		"SELECT sum(value) FROM adjustment WHERE student = ? AND stage = ? AND "
		"kind = 'extend' AND withdrawn IS NULL", "is", c->student, stage);
}

/* Points after all that stands, in the order in which it was said. */
static void adjust(struct computing *c, const char *stage, struct grade *g,
                   struct text *why)
{
	sqlite3_stmt *s = sql_ask(c->book->db,
		"SELECT kind, value, reason FROM adjustment WHERE student = ? AND stage = ? "
		"AND kind <> 'extend' AND withdrawn IS NULL ORDER BY id", "is", c->student,
		stage);
	double before = isnan(g->points) ? 0 : g->points, now = before;
	bool any = false;

	while (sql_row(&s)) {
		bool set = strcmp(sql_text(s, 0), "set") == 0;
		double value = sqlite3_column_double(s, 1);
		now = set ? value : now + value;
		any = true;
		text_add_format(why, set ? "; set to %g: %s" : "; %+g: %s", value,
		                sql_text(s, 2));
	}
	if (any) {
		g->points = now > 0 ? now : 0;
		g->adjusted = g->points - before;
	}
}

long long grades_adjust(struct gradebook *book, long long student, const char *stage,
                        enum adjustment kind, double value, const char *reason,
                        const char *who, time_t now)
{
	sql_do(book->db, "INSERT INTO adjustment (student, stage, kind, value, reason, who, "
	       "at) VALUES (?, ?, ?, ?, ?, ?, ?)", "issdssi", student, stage, kinds[kind],
	       value, reason, who, (long long)now);
	return sqlite3_last_insert_rowid(book->db);
}

bool grades_withdraw(struct gradebook *book, long long adjustment, time_t now)
{
	sql_do(book->db, "UPDATE adjustment SET withdrawn = ? WHERE id = ? AND withdrawn IS "
	       "NULL", "ii", (long long)now, adjustment);
	return sqlite3_changes(book->db) > 0;
}

/* ---- why a grade is what it is, and why it changed --------------------- */

static void explain(const struct counted *n, const struct tries *t, struct text *why)
{
	if (n->attempt == NULL) {
		text_add(why, t->count > 0 ? "could not be graded" : "nothing handed in");
		return;
	}
	if (t->count > 1)
		text_add_format(why, "attempt %zu of %zu counts",
		                (size_t)(n->attempt - t->items) + 1, t->count);
	if (n->days_late > 0)
		text_add_format(why, "%s%ld %s late%s", why->length > 0 ? "; " : "",
		                n->days_late, n->days_late == 1 ? "day" : "days",
		                n->guessed ? " (by how much is not known)" : "");
	if (n->free_days > 0)
		text_add_format(why, ", %ld of them free", n->free_days);
	if (n->taken_off > 0)
		text_add_format(why, ", %.1f taken off", n->taken_off);
}

/* Tests whose verdict differs between two jobs. */
static void tell_tests(struct gradebook *book, const char *before, const char *after,
                       struct text *t)
{
	sqlite3_stmt *s = sql_ask(book->db,
		"SELECT b.name, a.status, b.status, a.memory, b.memory FROM test b LEFT JOIN "
		"test a ON a.job = ?1 AND a.name = b.name WHERE b.job = ?2 AND "
		"(a.status IS NOT b.status OR a.memory IS NOT b.memory) ORDER BY b.place",
		"ss", before, after);
	size_t count = 0;

	while (sql_row(&s)) {
		bool memory = strcmp(sql_text(s, 1), sql_text(s, 2)) == 0;
		const char *was = sql_text(s, memory ? 3 : 1);
		if (count++ < 4)
			text_add_format(t, "; %s: %s, now %s", sql_text(s, 0),
			                was[0] != '\0' ? was : "not there",
			                sql_text(s, memory ? 4 : 2));
	}
	if (count > 4)
		text_add_format(t, "; %zu more tests differ", count - 4);
}

static void tell_regrade(struct computing *c, const struct grade *was,
                         const struct grade *is, struct text *t)
{
	char *graders[2] = { NULL, NULL };
	const char *jobs[2] = { was->job, is->job };

	for (int i = 0; i < 2; i++) {
		sqlite3_stmt *s = sql_ask(c->book->db, "SELECT grader FROM result WHERE job "
		                          "= ?", "s", jobs[i]);
		while (sql_row(&s))
			graders[i] = sql_copy(s, 0);
	}
	text_add(t, "graded anew");
	if (graders[0] != NULL && graders[1] != NULL && strcmp(graders[0], graders[1]) != 0) {
		text_add(t, " (changed: ");
		graders_difference(c->book, graders[0], graders[1], t);
		text_add(t, ")");
	}
	tell_tests(c->book, was->job, is->job, t);
	free(graders[0]);
	free(graders[1]);
}

static bool differ(double a, double b)
{
	return isnan(a) != isnan(b) || (!isnan(a) && fabs(a - b) > 1e-9);
}

static void tell_change(struct computing *c, const struct grade *was,
                        const struct grade *is, struct text *t)
{
	if (!was->there || was->job == NULL)
		text_add(t, is->job != NULL ? "graded" : is->why);
	else if (is->attempt != was->attempt)
		text_add(t, "another attempt counts");
	else if (is->job != NULL && strcmp(is->job, was->job) != 0)
		tell_regrade(c, was, is, t);
	else if (differ(is->adjusted, was->adjusted))
		text_add(t, "adjusted");
	else
		text_add(t, "class.yaml changed, or time was given");
	if (is->why[0] != '\0' && strcmp(is->why, text_string(t)) != 0)
		text_add_format(t, " [%s]", is->why);
}

/* ---- one grade --------------------------------------------------------- */

static void write_grade(struct computing *c, const char *stage, const struct grade *g)
{
	sql_do(c->book->db, "INSERT OR REPLACE INTO grade VALUES (?, ?, nullif(?, 0), ?, ?, "
	       "?, ?, ?, ?, ?, ?, ?)", "isisnndiinns", c->student, stage, g->attempt, g->job,
	       g->points, g->raw, g->max, (long long)g->days_late, (long long)g->free_days,
	       g->taken_off, g->adjusted, g->why);
}

static void note_change(struct computing *c, const char *stage, const struct grade *was,
                        const struct grade *is)
{
	struct text cause = TEXT_EMPTY;

	if (!differ(was->points, is->points))
		return;
	tell_change(c, was, is, &cause);
	sql_do(c->book->db, "INSERT INTO history (at, student, stage, before, after, cause) "
	       "VALUES (?, ?, ?, ?, ?, ?)", "iisnns", (long long)c->now, c->student, stage,
	       was->points, is->points, text_string(&cause));
	c->changed += was->there && !isnan(was->points);
	text_free(&cause);
}

static struct grade make_grade(struct computing *c, const struct stage_settings *stage,
                               const struct tries *t)
{
	struct counted n = policy_count(c->settings, stage, read_extension(c, stage->stage),
	                                c->free_left, t->items, t->count);
	struct grade g = { .points = NAN, .raw = NAN, .taken_off = NAN, .adjusted = 0,
	                   .max = stage->points, .there = true };
	struct text why = TEXT_EMPTY;

	explain(&n, t, &why);
	if (n.attempt != NULL) {
		g.attempt = n.attempt->id;
		g.job = must_copy(t->jobs[n.attempt - t->items]);
		g.points = n.points;
		g.raw = n.raw;
		g.taken_off = n.taken_off;
		g.days_late = n.days_late;
		g.free_days = n.free_days;
	}
	adjust(c, stage->stage, &g, &why);
	/* Rounded as it is shown, so that what is uploaded is what is kept. */
	if (!isnan(g.points))
		g.points = round(g.points * 10) / 10;
	const char *said = text_string(&why);
	g.why = must_copy(text_starts(said, "; ") ? said + 2 : said);
	text_free(&why);
	return g;
}

static bool has_adjustment(struct computing *c, const char *stage)
{
	return sql_number(c->book->db, "SELECT count(*) FROM adjustment WHERE student = ? "
	                  "AND stage = ? AND kind <> 'extend'", "is", c->student, stage) > 0;
}

static void compute_stage(struct computing *c, const struct stage_settings *stage)
{
	struct tries t = read_tries(c, stage->stage);
	struct grade was = read_grade(c, stage->stage);

	if (t.whole && (t.count > 0 || was.there || has_adjustment(c, stage->stage))) {
		struct grade is = make_grade(c, stage, &t);
		note_change(c, stage->stage, &was, &is);
		write_grade(c, stage->stage, &is);
		c->free_left -= is.free_days;
		grade_free(&is);
	} else {
		c->free_left -= was.free_days;
	}
	grade_free(&was);
	tries_free(&t);
}

/* ---- all --------------------------------------------------------------- */

static int by_due(const void *a, const void *b)
{
	const struct stage_settings *const *x = a, *const *y = b;

	if ((*x)->due != (*y)->due)
		return (*x)->due < (*y)->due ? -1 : 1;
	return strcmp((*x)->stage, (*y)->stage);
}

size_t grades_compute(struct gradebook *book, const struct graders *graders,
                      const struct settings *settings, time_t now)
{
	struct computing c = { .book = book, .graders = graders, .settings = settings,
	                       .now = now };
	const struct stage_settings **order = must_alloc(settings->stages_count *
	                                                 sizeof *order);

	/* Free days are spent on what is due first. */
	for (size_t i = 0; i < settings->stages_count; i++)
		order[i] = &settings->stages[i];
	qsort(order, settings->stages_count, sizeof *order, by_due);
	gradebook_begin(book);
	sqlite3_stmt *s = sql_ask(book->db, "SELECT id, key FROM student ORDER BY id", "");
	while (sql_row(&s)) {
		c.student = sqlite3_column_int64(s, 0);
		c.seed = grades_seed(book, settings, sql_text(s, 1));
		c.free_left = (long)settings->late.free_days;
		for (size_t i = 0; i < settings->stages_count; i++)
			compute_stage(&c, order[i]);
	}
	gradebook_commit(book);
	free(order);
	return c.changed;
}
