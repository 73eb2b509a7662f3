/*
 * sql.c - see sql.h.
 */
#include "class/sql.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"

__attribute__((noreturn)) static void fail(sqlite3 *db)
{
	die("The gradebook can't be used: %s. Look at the space and the rights in the "
	    "class's folder; what was written stays.", sqlite3_errmsg(db));
}

static void bind_real(sqlite3_stmt *s, int i, double value, bool nan_is_null)
{
	if (nan_is_null && isnan(value))
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_double(s, i, value);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *statement, const char *format,
                             va_list args)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v2(db, statement, -1, &s, NULL) != SQLITE_OK)
		fail(db);
	for (int i = 0; format[i] != '\0'; i++) {
		if (format[i] == 's') {
			sqlite3_bind_text(s, i + 1, va_arg(args, const char *), -1,
			                  SQLITE_TRANSIENT);
		} else if (format[i] == 'i') {
			sqlite3_bind_int64(s, i + 1, va_arg(args, long long));
		} else if (format[i] == 'b') {
			const void *bytes = va_arg(args, const void *);
			sqlite3_bind_blob64(s, i + 1, bytes, va_arg(args, size_t),
			                    SQLITE_TRANSIENT);
		} else {
			bind_real(s, i + 1, va_arg(args, double), format[i] == 'n');
		}
	}
	return s;
}

sqlite3_stmt *sql_ask(sqlite3 *db, const char *statement, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sqlite3_stmt *s = prepare(db, statement, format, args);
	va_end(args);
	return s;
}

bool sql_row(sqlite3_stmt **statement)
{
	int code = sqlite3_step(*statement);

	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		fail(sqlite3_db_handle(*statement));
	sqlite3_finalize(*statement);
	*statement = NULL;
	return false;
}

void sql_do(sqlite3 *db, const char *statement, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sqlite3_stmt *s = prepare(db, statement, format, args);
	va_end(args);
	while (sql_row(&s))
		continue;
}

long long sql_number(sqlite3 *db, const char *statement, const char *format, ...)
{
	va_list args;
	long long number = 0;

	va_start(args, format);
	sqlite3_stmt *s = prepare(db, statement, format, args);
	va_end(args);
	while (sql_row(&s))
		number = sqlite3_column_int64(s, 0);
	return number;
}

const char *sql_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return text != NULL ? (const char *)text : "";
}

char *sql_copy(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
	       ? NULL : must_copy(sql_text(statement, column));
}

double sql_real(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
	       ? NAN : sqlite3_column_double(statement, column);
}
