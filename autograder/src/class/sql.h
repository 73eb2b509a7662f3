/*
 * sql.h - SQLite in few words.
 *
 * A gradebook that can't be written is nothing to go on with: what fails here ends the
 * program with what SQLite says. All that was committed before stays.
 */
#ifndef CLASS_SQL_H
#define CLASS_SQL_H

#include <sqlite3.h>
#include <stdbool.h>

/*
 * Prepares statement and binds what follows, as format says, a letter each: s a string
 * (NULL: null), i a long long, d a double, n a double of which a NaN is null, b a pointer
 * and a size_t: a blob. Strings are copied.
 */
sqlite3_stmt *sql_ask(sqlite3 *db, const char *statement, const char *format, ...);
/* True when there is a row; else the statement is released, and *statement NULL. */
bool sql_row(sqlite3_stmt **statement);
/* Asks, and wants no rows. */
void sql_do(sqlite3 *db, const char *statement, const char *format, ...);
/* The first column of the first row; 0 when there is none. */
long long sql_number(sqlite3 *db, const char *statement, const char *format, ...);

/* Column of a row; the caller frees it; NULL for null. */
char *sql_copy(sqlite3_stmt *statement, int column);
/* The same, to be used at once; "" for null. */
const char *sql_text(sqlite3_stmt *statement, int column);
/* NaN for null. */
double sql_real(sqlite3_stmt *statement, int column);

#endif
