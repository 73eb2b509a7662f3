/*
 * book_results.c - results in the gradebook; see gradebook.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "class/gradebook.h"
#include "class/sql.h"

/* No document is so large: it would be a damaged number. */
#define DOCUMENT_MAX ((long long)256 << 20)

void gradebook_job(const struct job_key *key, char job[JOB_NAME])
{
	struct digest d;
	char seed[32];

	snprintf(seed, sizeof seed, "%lld", key->seed);
	digest_start(&d);
	digest_string(&d, key->parcel);
	digest_string(&d, key->stage);
	digest_string(&d, key->grader);
	digest_string(&d, seed);
	digest_end(&d, job);
}

bool gradebook_has(struct gradebook *book, const char *job)
{
	return sql_number(book->db, "SELECT count(*) FROM result WHERE job = ? AND status "
	                  "<> 'not_graded'", "s", job) > 0;
}

/* ---- what tables say of a document ------------------------------------- */

static const char *string_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static double number_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : NAN;
}

static void add_tests(struct gradebook *book, const char *job, const json_t *tests)
{
	size_t i;
	json_t *t;

	json_array_foreach((json_t *)tests, i, t)
		sql_do(book->db, "INSERT INTO test VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		       "sissssnn", job, (long long)i, string_of(t, "name"),
		       string_of(t, "title"), string_of(t, "status"),
		       string_of(t, "memory"), number_of(t, "points"), number_of(t, "max"));
}

static void add_misconceptions(struct gradebook *book, const char *job,
                               const json_t *numbers)
{
	size_t i;
	json_t *n;

	json_array_foreach((json_t *)numbers, i, n)
		sql_do(book->db, "INSERT OR IGNORE INTO misconception VALUES (?, ?)", "si",
		       job, (long long)json_integer_value(n));
}

static void add_findings(struct gradebook *book, const char *job, const json_t *findings)
{
	size_t i;
	json_t *f;

	json_array_foreach((json_t *)findings, i, f) {
		sql_do(book->db, "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)", "sisssi",
		       job, (long long)i, string_of(f, "kind"), string_of(f, "title"),
		       string_of(f, "severity"),
		       (long long)json_integer_value(json_object_get(f, "count")));
		add_misconceptions(book, job, json_object_get(f, "misconceptions"));
	}
}

static double seconds_of(const json_t *document)
{
	double seconds = 0;
	const char *name;
	json_t *phase;

	json_object_foreach(json_object_get(document, "phases"), name, phase)
		seconds += json_number_value(json_object_get(phase, "seconds"));
	return seconds;
}

/* ---- keeping and asking ------------------------------------------------ */

static void add_row(struct gradebook *book, const char *job, const struct job_key *key,
                    const json_t *document, time_t now)
{
	const json_t *score = json_object_get(document, "score");
	char *plain = json_dumps(document, JSON_COMPACT | JSON_REAL_PRECISION(10));
	uLong n = (uLong)strlen(plain);
	uLongf packed = compressBound(n);
	Bytef *bytes = must_alloc(packed);

	if (compress2(bytes, &packed, (const Bytef *)plain, n, Z_BEST_SPEED) != Z_OK)
		die("There is no memory left. Close other programs and try again.");
	sql_do(book->db, "INSERT OR REPLACE INTO result VALUES "
	       "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "ssssisnnsdiib", job, key->parcel,
	       key->stage, key->grader, key->seed, string_of(document, "status"),
	       number_of(score, "points"), number_of(score, "max"),
	       string_of(document, "problem"), seconds_of(document), (long long)now,
	       (long long)n, bytes, (size_t)packed);
	free(bytes);
	free(plain);
}

void gradebook_add_result(struct gradebook *book, const char *job,
                          const struct job_key *key, const json_t *document, time_t now)
{
	gradebook_begin(book);
	sql_do(book->db, "DELETE FROM test WHERE job = ?", "s", job);
	sql_do(book->db, "DELETE FROM finding WHERE job = ?", "s", job);
	sql_do(book->db, "DELETE FROM misconception WHERE job = ?", "s", job);
	add_row(book, job, key, document, now);
	add_tests(book, job, json_object_get(document, "tests"));
	add_findings(book, job, json_object_get(document, "findings"));
	gradebook_commit(book);
}

static json_t *unpack(const void *bytes, size_t packed, long long length)
{
	if (length <= 0 || length > DOCUMENT_MAX)
		return NULL;
	uLongf n = (uLongf)length;
	char *plain = must_alloc(n + 1);
	json_t *document = NULL;

	if (uncompress((Bytef *)plain, &n, bytes, packed) == Z_OK)
		document = json_loadb(plain, n, 0, NULL);
	free(plain);
	return document;
}

json_t *gradebook_document(struct gradebook *book, const char *job)
{
	sqlite3_stmt *s = sql_ask(book->db, "SELECT document, bytes FROM result WHERE job = ?",
	                          "s", job);
	json_t *document = NULL;

	while (sql_row(&s))
		document = unpack(sqlite3_column_blob(s, 0),
		                  (size_t)sqlite3_column_bytes(s, 0),
		                  sqlite3_column_int64(s, 1));
	return document;
}
