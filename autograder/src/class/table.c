/*
 * table.c - see table.h.
 */
#include "class/table.h"

#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/files.h"

/* ---- what spreadsheets write ------------------------------------------- */

/* out is as large as from may become: three bytes for each. */
static bool converts(const char *to, const char *from_set, const struct text *from,
                     char *out, size_t *length)
{
	iconv_t c = iconv_open(to, from_set);
	char *in = from->bytes, *end = out;
	size_t left = from->length, room = 3 * from->length + 1;
	bool ok = c != (iconv_t)-1 && iconv(c, &in, &left, &end, &room) != (size_t)-1;

	if (c != (iconv_t)-1)
		iconv_close(c);
	*length = (size_t)(end - out);
	return ok;
}

static bool is_utf16(const struct text *t)
{
	return t->length >= 2 && (memcmp(t->bytes, "\xff\xfe", 2) == 0 ||
	                          memcmp(t->bytes, "\xfe\xff", 2) == 0);
}

/* t becomes UTF-8 without a byte order mark. */
static void to_utf8(struct text *t)
{
	char *out = must_alloc(3 * t->length + 1);
	size_t n;

	if (is_utf16(t) ? converts("UTF-8", "UTF-16", t, out, &n)
	                : !converts("UTF-8", "UTF-8", t, out, &n) &&
	                  converts("UTF-8", "WINDOWS-1252", t, out, &n)) {
		text_cut(t, 0);
		text_add_n(t, out, n);
	}
	if (t->length >= 3 && memcmp(t->bytes, "\xef\xbb\xbf", 3) == 0) {
		memmove(t->bytes, t->bytes + 3, t->length - 3);
		text_cut(t, t->length - 3);
	}
	free(out);
}

static unsigned char separator_of(const struct text *t)
{
	static const char candidates[3] = { ',', ';', '\t' };
	size_t seen[3] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < t->length && (quoted || t->bytes[i] != '\n'); i++) {
		const char *is = memchr(candidates, t->bytes[i], 3);
		quoted ^= t->bytes[i] == '"';
		if (is != NULL && !quoted)
			seen[is - candidates]++;
	}
	for (size_t k = 1; k < 3; k++)
		if (seen[k] > seen[best])
			best = k;
	return (unsigned char)candidates[best];
}

/* ---- reading ----------------------------------------------------------- */

struct reading {
	struct table *table;
	struct table_row row;
	size_t line;
};

static void end_cell(void *bytes, size_t n, void *context)
{
	struct reading *r = context;
	struct text clean = TEXT_EMPTY;

	text_add_clean(&clean, bytes != NULL ? bytes : "", n);
	r->row.cells = must_resize(r->row.cells, r->row.count + 1, sizeof(char *));
	r->row.cells[r->row.count++] = text_take(&clean);
}

static void free_row(struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		free(row->cells[i]);
	free(row->cells);
}

static bool is_blank(const struct table_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i][0] != '\0')
			return false;
	return true;
}

static void end_row(int behind, void *context)
{
	struct reading *r = context;
	struct table *t = r->table;

	(void)behind;
	if (is_blank(&r->row)) {
		free_row(&r->row);
	} else {
		t->rows = must_resize(t->rows, t->count + 1, sizeof *t->rows);
		t->rows[t->count++] = r->row;
	}
	r->row = (struct table_row){ 0 };
}

/* Byte by byte, for only so the line is known at which a row begins. Blank lines are no
   rows; a line within quotation marks begins none. */
static bool parse(struct csv_parser *p, const struct text *t, struct reading *r)
{
	bool starts = true, quoted = false;

	for (size_t i = 0; i < t->length; i++) {
		if (starts && !quoted && r->row.count == 0)
			r->row.line = r->line;
		if (csv_parse(p, t->bytes + i, 1, end_cell, end_row, r) != 1)
			return false;
		quoted ^= t->bytes[i] == '"';
		starts = t->bytes[i] == '\n';
		r->line += starts;
	}
	return csv_fini(p, end_cell, end_row, r) == 0;
}

static bool parse_text(const struct text *t, const char *shown, struct table *table,
                       struct text *problem)
{
	struct reading r = { .table = table, .line = 1 };
	struct csv_parser p;

	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		die("There is no memory left. Close other programs and try again.");
	csv_set_delim(&p, separator_of(t));
	bool ok = parse(&p, t, &r);
	if (!ok)
		problem_set(problem, "%s, line %zu: %s. Save it as CSV again.", shown,
		            r.line, csv_error(&p) == CSV_EPARSE
		            ? "a quotation mark is open or in the wrong place"
		            : csv_strerror(csv_error(&p)));
	free_row(&r.row);
	csv_free(&p);
	if (ok && table->count == 0)
		return problem_set(problem, "%s is empty. Its first line has to name the "
		                   "columns.", shown);
	return ok;
}

bool table_parse(const char *bytes, size_t n, const char *shown, struct table *table,
                 struct text *problem)
{
	struct text t = TEXT_EMPTY;

	*table = (struct table){ NULL, 0 };
	text_add_n(&t, bytes, n);
	bool ok = memchr(t.bytes, '\0', t.length) == NULL || is_utf16(&t);
	if (ok)
		to_utf8(&t);
	ok = ok ? parse_text(&t, shown, table, problem)
	        : problem_set(problem, "%s is not text. Save the table as CSV.", shown);
	text_free(&t);
	if (!ok)
		table_free(table);
	return ok;
}

bool table_read(const char *path, const char *shown, struct table *table,
                struct text *problem)
{
	struct text t = TEXT_EMPTY;
	bool ok = file_read(path, TABLE_BYTES_MAX, &t);

	*table = (struct table){ NULL, 0 };
	if (!ok)
		problem_set(problem, "%s can't be read: %s.", shown, strerror(errno));
	ok = ok && table_parse(text_string(&t), t.length, shown, table, problem);
	text_free(&t);
	return ok;
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free_row(&table->rows[i]);
	free(table->rows);
	*table = (struct table){ NULL, 0 };
}

/* ---- asking ------------------------------------------------------------ */

int table_column(const struct table *table, const char *const names[])
{
	for (size_t k = 0; names[k] != NULL && table->count > 0; k++)
		for (size_t i = 0; i < table->rows[0].count; i++)
			if (strcasecmp(table->rows[0].cells[i], names[k]) == 0)
				return (int)i;
	return -1;
}

const char *table_cell(const struct table_row *row, int column)
{
	return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

void table_add_field(struct text *out, const char *field, char behind)
{
	size_t n = strlen(field);

	if (strpbrk(field, ",;\"\r\n\t") == NULL && field[0] != ' ' &&
	    (n == 0 || field[n - 1] != ' ')) {
		text_add_n(out, field, n);
	} else {
		char *quoted = must_alloc(2 * n + 2);
		text_add_n(out, quoted, csv_write(quoted, 2 * n + 2, field, n));
		free(quoted);
	}
	text_add_n(out, &behind, 1);
}
