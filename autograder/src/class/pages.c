/*
 * pages.c - a page for each student; see outputs.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/outputs.h"
#include "class/sql.h"
#include "view/html.h"

/* A folder's or a file's name need not tell a person's. */
static const char *name_of(const struct person *p)
{
	return p->traits.name != NULL && p->traits.name[0] != '\0' ? p->traits.name : p->key;
}

/* The jobs whose documents a student's page shows, in the order of the stages. */
struct shown { char **jobs; size_t count; char digest[DIGEST_LENGTH + 1]; };

static struct shown read_shown(const struct class *c, const struct person *p)
{
	struct shown shown = { NULL, 0, "" };
	sqlite3_stmt *s = sql_ask(c->book->db, "SELECT job FROM grade WHERE student = ? AND "
	                          "job IS NOT NULL ORDER BY stage", "i", p->id);
	struct digest d;

	digest_start(&d);
	digest_string(&d, name_of(p));
	while (sql_row(&s)) {
		shown.jobs = must_resize(shown.jobs, shown.count + 1, sizeof(char *));
		digest_string(&d, sql_text(s, 0));
		shown.jobs[shown.count++] = sql_copy(s, 0);
	}
	digest_end(&d, shown.digest);
	return shown;
}

static void shown_free(struct shown *shown)
{
	for (size_t i = 0; i < shown->count; i++)
		free(shown->jobs[i]);
	free(shown->jobs);
}

static bool write_page(struct class *c, const struct person *p, const char *path,
                       const struct shown *shown)
{
	json_t **documents = must_alloc(shown->count * sizeof(json_t *));
	char *bytes = NULL;
	size_t n = 0, count = 0;
	FILE *out = open_memstream(&bytes, &n);

	for (size_t i = 0; i < shown->count; i++) {
		json_t *document = gradebook_document(c->book, shown->jobs[i]);
		if (document != NULL)
			documents[count++] = document;
	}
	bool ok = out != NULL && view_html(documents, count, name_of(p), out);
	ok = out != NULL && fclose(out) == 0 && ok && file_write(path, bytes, n);
	for (size_t i = 0; i < count; i++)
		json_decref(documents[i]);
	free(documents);
	free(bytes);
	return ok;
}

static bool page_of(struct class *c, const struct person *p, struct text *problem)
{
	char *path = must_format("%s/students/%s.html", c->folder, p->key);
	struct shown shown = read_shown(c, p);
	bool same = is_file(path) &&
	            sql_number(c->book->db, "SELECT count(*) FROM page WHERE student = ? AND "
	                       "digest = ?", "is", p->id, shown.digest) > 0;
	bool ok = true;

	if (shown.count > 0 && !same) {
		ok = write_page(c, p, path, &shown) ||
		     problem_set(problem, "%s can't be written: %s.", path, strerror(errno));
		if (ok)
			sql_do(c->book->db, "INSERT OR REPLACE INTO page VALUES (?, ?)", "is",
			       p->id, shown.digest);
	}
	shown_free(&shown);
	free(path);
	return ok;
}

bool outputs_pages(struct class *c, struct text *problem)
{
	char *folder = path_join(c->folder, "students");
	bool ok = folder_make(folder) ||
	          problem_set(problem, "%s can't be made: %s.", folder, strerror(errno));

	gradebook_begin(c->book);
	for (size_t i = 0; ok && i < c->people.count; i++)
		ok = page_of(c, &c->people.items[i], problem);
	gradebook_commit(c->book);
	free(folder);
	return ok;
}

bool outputs_write(struct class *c, struct text *problem)
{
	return outputs_tables(c, problem) && outputs_pages(c, problem) &&
	       outputs_report(c, problem);
}
