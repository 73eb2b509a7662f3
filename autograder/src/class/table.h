/*
 * table.h - a table read from a CSV file (RFC 4180, by libcsv), with named columns.
 *
 * Spreadsheets differ: a byte order mark is passed over, the separator is whatever of
 * comma, semicolon and tab stands most often in the first line, and text that is not
 * UTF-8 is taken for Windows-1252, which is what Excel writes.
 */
#ifndef CLASS_TABLE_H
#define CLASS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define TABLE_BYTES_MAX ((size_t)16 << 20)

struct table_row {
	char **cells;              /* without blanks around them               */
	size_t count;
	size_t line;               /* of the file, from 1; where it begins     */
};

struct table {
	struct table_row *rows;    /* rows[0] holds the names of the columns   */
	size_t count;
};

/* False with the problem said; shown is the file's name in messages. */
bool table_read(const char *path, const char *shown, struct table *table,
                struct text *problem);
/* The same from bytes. */
bool table_parse(const char *bytes, size_t n, const char *shown, struct table *table,
                 struct text *problem);
void table_free(struct table *table);

/* Number of the column of that name, whatever its case; -1: there is none. names are
   tried in their order, and end with NULL. */
int table_column(const struct table *table, const char *const names[]);
/* The cell; "" where the row is too short or the column -1. */
const char *table_cell(const struct table_row *row, int column);

/* Appends a field as CSV wants it, and what stands behind it (',' or '\n'). */
void table_add_field(struct text *out, const char *field, char behind);

#endif
