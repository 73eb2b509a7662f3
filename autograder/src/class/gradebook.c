/*
 * gradebook.c - see gradebook.h. The file, its tables, people and attempts.
 */
#include "class/gradebook.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "class/sql.h"

/* Goes up when a table changes; migrate says how an older file becomes a new one. */
#define SCHEMA_VERSION 1

static const char schema[] =
"CREATE TABLE student (\n"
"	id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT, email TEXT,\n"
"	login TEXT, number TEXT, section TEXT, canvas TEXT, moodle TEXT, folder TEXT,\n"
"	listed INTEGER NOT NULL);\n"
"CREATE TABLE attempt (\n"
"	id INTEGER PRIMARY KEY, student INTEGER NOT NULL REFERENCES student,\n"
"	stage TEXT NOT NULL, parcel TEXT NOT NULL,\n"
"	handed_in INTEGER,          -- seconds since 1970; NULL: not known\n"
"	late INTEGER NOT NULL,      -- 1: the system says so, not by how much\n"
"	source TEXT,                -- the export that it came in\n"
"	UNIQUE (student, stage, parcel));\n"
"CREATE TABLE participant (   -- Moodle's number, another in each assignment\n"
"	student INTEGER NOT NULL REFERENCES student, stage TEXT NOT NULL,\n"
"	number TEXT NOT NULL, PRIMARY KEY (student, stage)) WITHOUT ROWID;\n"
"CREATE TABLE page (student INTEGER PRIMARY KEY, digest TEXT NOT NULL);\n"
"CREATE TABLE result (\n"
"	job TEXT PRIMARY KEY, parcel TEXT NOT NULL, stage TEXT NOT NULL,\n"
"	grader TEXT NOT NULL, seed INTEGER NOT NULL,\n"
"	status TEXT NOT NULL,       -- graded, rejected, not_graded\n"
"	points REAL, max REAL, problem TEXT, seconds REAL, graded_at INTEGER NOT NULL,\n"
"	bytes INTEGER NOT NULL, document BLOB NOT NULL) WITHOUT ROWID;\n"
"CREATE INDEX result_of ON result (parcel, stage);\n"
"CREATE TABLE test (\n"
"	job TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, title TEXT,\n"
"	status TEXT NOT NULL, memory TEXT NOT NULL, points REAL, max REAL,\n"
"	PRIMARY KEY (job, place)) WITHOUT ROWID;\n"
"CREATE TABLE finding (\n"
"	job TEXT NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT,\n"
"	severity TEXT NOT NULL, count INTEGER, PRIMARY KEY (job, place)) WITHOUT ROWID;\n"
"CREATE TABLE misconception (\n"
"	job TEXT NOT NULL, number INTEGER NOT NULL,\n"
"	PRIMARY KEY (job, number)) WITHOUT ROWID;\n"
"CREATE TABLE grader (\n"
"	grader TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,\n"
"	PRIMARY KEY (grader, path)) WITHOUT ROWID;\n"
"CREATE TABLE adjustment (\n"
"	id INTEGER PRIMARY KEY, student INTEGER NOT NULL REFERENCES student,\n"
"	stage TEXT NOT NULL,\n"
"	kind TEXT NOT NULL,         -- add: points; set: points; extend: seconds\n"
"	value REAL NOT NULL, reason TEXT NOT NULL, who TEXT, at INTEGER NOT NULL,\n"
"	withdrawn INTEGER);\n"
"CREATE TABLE grade (\n"
"	student INTEGER NOT NULL REFERENCES student, stage TEXT NOT NULL,\n"
"	attempt INTEGER, job TEXT,\n"
"	points REAL,                -- NULL: not known yet\n"
"	raw REAL,                   -- of the attempt, before all else\n"
"	max REAL NOT NULL, days_late INTEGER, free_days INTEGER, taken_off REAL,\n"
"	adjusted REAL, why TEXT, PRIMARY KEY (student, stage)) WITHOUT ROWID;\n"
"CREATE TABLE history (\n"
"	id INTEGER PRIMARY KEY, at INTEGER NOT NULL,\n"
"	student INTEGER NOT NULL REFERENCES student, stage TEXT NOT NULL,\n"
"	before REAL, after REAL, cause TEXT NOT NULL);\n"
"CREATE TABLE alike (\n"
"	stage TEXT NOT NULL, one INTEGER NOT NULL REFERENCES student,\n"
"	other INTEGER NOT NULL REFERENCES student, percent REAL NOT NULL,\n"
"	PRIMARY KEY (stage, one, other)) WITHOUT ROWID;\n"
"CREATE TABLE compared (stage TEXT PRIMARY KEY, digest TEXT NOT NULL);\n"
"CREATE TABLE complaint (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n";

/* ---- open and close ---------------------------------------------------- */

static bool take_lock(struct gradebook *book, struct text *problem)
{
	char *path = path_join(book->folder, "lock");

	book->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	bool ok = book->lock >= 0 && flock(book->lock, LOCK_EX | LOCK_NB) == 0;
	if (!ok && book->lock >= 0 && errno == EWOULDBLOCK)
		problem_set(problem, "Another program is working on the class in %s. Wait "
		            "until it has ended.", book->folder);
	else if (!ok)
		problem_set(problem, "%s can't be opened: %s.", path, strerror(errno));
	free(path);
	return ok;
}

/* False: it is newer than this program. */
static bool make_tables(struct gradebook *book, struct text *problem)
{
	long long version = sql_number(book->db, "PRAGMA user_version", "");

	if (version > SCHEMA_VERSION)
		return problem_set(problem, "The gradebook in %s was written by a newer "
		                   "version of this course. Use that one.", book->folder);
	if (version == 0) {
		char *all = must_format("BEGIN;\n%sPRAGMA user_version = %d;\nCOMMIT;",
		                        schema, SCHEMA_VERSION);
		int code = sqlite3_exec(book->db, all, NULL, NULL, NULL);
		free(all);
		if (code != SQLITE_OK)
			return problem_set(problem, "The gradebook in %s can't be made: %s.",
			                   book->folder, sqlite3_errmsg(book->db));
	}
	return true;
}

static bool open_file(struct gradebook *book, struct text *problem)
{
	char *path = path_join(book->folder, "gradebook.sqlite");
	bool ok = sqlite3_open(path, &book->db) == SQLITE_OK &&
	          sqlite3_exec(book->db, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -4000",
	                       NULL, NULL, NULL) == SQLITE_OK &&
	          sqlite3_exec(book->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL,
	                       NULL) == SQLITE_OK;

	if (!ok)
		problem_set(problem, "%s is no gradebook: %s. Move it away, or name another "
		            "folder.", path, sqlite3_errmsg(book->db));
	free(path);
	return ok && make_tables(book, problem);
}

struct gradebook *gradebook_open(const char *folder, struct text *problem)
{
	struct gradebook *book = must_alloc(sizeof *book);

	*book = (struct gradebook){ .lock = -1, .folder = must_copy(folder) };
	if (!folder_make(folder))
		problem_set(problem, "The folder %s can't be made: %s.", folder,
		            strerror(errno));
	else if (take_lock(book, problem) && open_file(book, problem))
		return book;
	gradebook_close(book);
	return NULL;
}

void gradebook_close(struct gradebook *book)
{
	if (book == NULL)
		return;
	sqlite3_close(book->db);
	if (book->lock >= 0)
		close(book->lock);
	free(book->folder);
	free(book);
}

void gradebook_begin(struct gradebook *book)
{
	sql_do(book->db, "BEGIN IMMEDIATE", "");
}

void gradebook_commit(struct gradebook *book)
{
	sql_do(book->db, "COMMIT", "");
}

/* ---- people ------------------------------------------------------------ */

void gradebook_load_people(struct gradebook *book, struct people *people)
{
	sqlite3_stmt *s = sql_ask(book->db,
		"SELECT id, key, name, email, login, number, section, canvas, moodle, "
		"folder, listed FROM student ORDER BY id", "");

	while (sql_row(&s)) {
		struct person p = {
			.id = sqlite3_column_int64(s, 0), .key = sql_copy(s, 1),
			.traits = {
				.name = sql_copy(s, 2), .email = sql_copy(s, 3),
				.login = sql_copy(s, 4), .number = sql_copy(s, 5),
				.section = sql_copy(s, 6), .canvas = sql_copy(s, 7),
				.moodle = sql_copy(s, 8), .folder = sql_copy(s, 9),
			},
			.listed = sqlite3_column_int(s, 10),
		};
		people->items = must_resize(people->items, people->count + 1,
		                            sizeof *people->items);
		people->items[people->count++] = p;
	}
}

static void save_person(struct gradebook *book, struct person *p)
{
	const struct traits *t = &p->traits;

	sql_do(book->db,
	       "INSERT INTO student (key, name, email, login, number, section, canvas, "
	       "moodle, folder, listed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	       "ON CONFLICT (key) DO UPDATE SET name = ?2, email = ?3, login = ?4, "
	       "number = ?5, section = ?6, canvas = ?7, moodle = ?8, folder = ?9, "
	       "listed = ?10", "sssssssssi", p->key, t->name, t->email, t->login, t->number,
	       t->section, t->canvas, t->moodle, t->folder, (long long)p->listed);
	p->id = sql_number(book->db, "SELECT id FROM student WHERE key = ?", "s", p->key);
	p->changed = false;
}

void gradebook_save_people(struct gradebook *book, struct people *people)
{
	for (size_t i = 0; i < people->count; i++)
		if (people->items[i].changed)
			save_person(book, &people->items[i]);
}

/* ---- attempts ---------------------------------------------------------- */

bool gradebook_add_attempt(struct gradebook *book, long long student, const char *stage,
                           const char *parcel, time_t at, bool late, const char *source)
{
	long long known = sql_number(book->db, "SELECT count(*) FROM attempt WHERE student "
	                             "= ? AND stage = ? AND parcel = ?", "iss", student,
	                             stage, parcel);

	/* nullif: 0 is a time that is not known. */
	sql_do(book->db,
	       "INSERT INTO attempt (student, stage, parcel, handed_in, late, source) "
	       "VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6) "
	       "ON CONFLICT (student, stage, parcel) DO UPDATE SET "
	       "handed_in = CASE WHEN ?4 = 0 THEN handed_in WHEN handed_in IS NULL THEN ?4 "
	       "ELSE min(handed_in, ?4) END, late = min(late, ?5)", "issiis", student, stage,
	       parcel, (long long)at, (long long)late, source);
	return known == 0;
}

bool gradebook_has_attempt(struct gradebook *book, long long student, const char *stage)
{
	return sql_number(book->db, "SELECT count(*) FROM attempt WHERE student = ? AND "
	                  "stage = ?", "is", student, stage) > 0;
}

void gradebook_add_participant(struct gradebook *book, long long student,
                               const char *stage, const char *number)
{
	if (number != NULL)
		sql_do(book->db, "INSERT OR REPLACE INTO participant VALUES (?, ?, ?)", "iss",
		       student, stage, number);
}
