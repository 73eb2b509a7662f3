/*
 * grader.c - see grader.h.
 */
#include "class/grader.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/sql.h"
#include "pipeline/toolchain.h"

/* ---- what a grader is made of ------------------------------------------ */

static void add_digest(struct grader *g, const char *shown, struct digest *d)
{
	g->files = must_resize(g->files, g->count + 1, sizeof *g->files);
	struct grader_file *f = &g->files[g->count++];
	f->path = must_copy(shown);
	digest_end(d, f->digest);
}

static void add_file(struct grader *g, const char *path, const char *shown)
{
	struct digest d;

	digest_start(&d);
	/* What is not there is a part too: it may be there another time. */
	if (digest_file(&d, path))
		add_digest(g, shown, &d);
}

struct adding {
	struct grader *grader;
	const char *root, *folder;         /* folder is below root             */
	const struct stage *but;           /* not the files students write     */
};

static bool add_entry(const char *name, void *context)
{
	const struct adding *a = context;
	char *shown = path_join(a->folder, name), *path = path_join(a->root, shown);
	bool skip = name[0] == '.' || strcmp(name, "accepted") == 0 ||
	            text_ends(name, ".md");

	for (unsigned i = 0; a->but != NULL && i < a->but->files_count; i++)
		skip = skip || strcmp(name, a->but->files[i].name) == 0;
	if (!skip && is_folder(path)) {
		struct adding below = { a->grader, a->root, shown, NULL };
		folder_each(path, add_entry, &below);
	} else if (!skip) {
		add_file(a->grader, path, shown);
	}
	free(path);
	free(shown);
	return true;
}

static void add_folder(struct grader *g, const struct course *c, const char *folder,
                       const struct stage *but)
{
	struct adding a = { g, c->root, folder, but };
	char *path = path_join(c->root, folder);

	folder_each(path, add_entry, &a);
	free(path);
}

static void add_stage(struct grader *g, const struct course *c, const struct stage *s)
{
	static const char *const folders[] = { "autograder/stages", "solutions",
	                                       "exercises" };

	for (size_t i = 0; i < 3; i++) {
		char *folder = must_format("%s/%s", folders[i], s->name);
		add_folder(g, c, folder, i == 2 ? s : NULL);
		free(folder);
	}
	for (unsigned i = 0; i < s->uses_count; i++) {
		char *file = must_format("solutions/%s/%s", s->uses[i].stage, s->uses[i].file);
		char *path = path_join(c->root, file);
		add_file(g, path, file);
		free(path);
		free(file);
	}
}

static void add_program(struct grader *g, const struct course *c)
{
	static const char *const parts[] = { "grade", "librig.a", "librig-stock.a",
	                                     "rig/trace_driver.o", "rig/trace.o", "rig/pages_system.o" };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char *path = path_join(c->build, parts[i]);
		add_file(g, path, parts[i]);
		free(path);
	}
	add_folder(g, c, "autograder/explain", NULL);
}

static void add_tools(struct grader *g, const struct course *c)
{
	struct text versions = TEXT_EMPTY;
	struct digest d;

	toolchain_versions(c, &versions);
	digest_start(&d);
	digest_string(&d, text_string(&versions));
	add_digest(g, text_string(&versions), &d);
	text_free(&versions);
}

static void name_grader(struct grader *g)
{
	struct digest d;

	digest_start(&d);
	for (size_t i = 0; i < g->count; i++) {
		digest_string(&d, g->files[i].path);
		digest_string(&d, g->files[i].digest);
	}
	digest_end(&d, g->name);
}

/* What all stages share is read once. */
static void share(struct grader *to, const struct grader *from)
{
	to->files = must_alloc(from->count * sizeof *to->files);
	for (size_t i = 0; i < from->count; i++) {
		to->files[i] = from->files[i];
		to->files[i].path = must_copy(from->files[i].path);
	}
	to->count = from->count;
}

static void grader_free(struct grader *g)
{
	for (size_t i = 0; i < g->count; i++)
		free(g->files[i].path);
	free(g->files);
}

/* ---- all of them ------------------------------------------------------- */

bool graders_open(const struct course *course, struct graders *graders,
                  struct text *problem)
{
	struct grader common = { .count = 0 };
	size_t count = course->stages_count;
	bool ok = true;

	*graders = (struct graders){
		.course = course,
		.stages = must_alloc(count * sizeof(struct stage *)),
		.items = must_alloc(count * sizeof(struct grader)),
	};
	add_program(&common, course);
	add_tools(&common, course);
	for (size_t i = 0; i < count && ok; i++) {
		graders->stages[i] = stage_load(course, course->stages[i], problem);
		ok = graders->stages[i] != NULL;
		share(&graders->items[i], &common);
		if (ok && graders->stages[i]->traces_count > 0)
			add_folder(&graders->items[i], course, "autograder/traces", NULL);
		if (ok)
			add_stage(&graders->items[i], course, graders->stages[i]);
		name_grader(&graders->items[i]);
	}
	grader_free(&common);
	if (!ok)
		graders_free(graders);
	return ok;
}

void graders_free(struct graders *graders)
{
	for (size_t i = 0; i < graders->course->stages_count; i++) {
		stage_free(graders->stages[i]);
		grader_free(&graders->items[i]);
	}
	free(graders->stages);
	free(graders->items);
}

const struct grader *graders_of(const struct graders *graders, const char *stage)
{
	for (size_t i = 0; i < graders->course->stages_count; i++)
		if (strcmp(graders->course->stages[i], stage) == 0)
			return &graders->items[i];
	return NULL;
}

void graders_remember(const struct graders *graders, struct gradebook *book)
{
	for (size_t i = 0; i < graders->course->stages_count; i++) {
		const struct grader *g = &graders->items[i];
		if (sql_number(book->db, "SELECT count(*) FROM grader WHERE grader = ?", "s",
		               g->name) > 0)
			continue;
		for (size_t k = 0; k < g->count; k++)
			sql_do(book->db, "INSERT OR IGNORE INTO grader VALUES (?, ?, ?)",
			       "sss", g->name, g->files[k].path, g->files[k].digest);
	}
}

void graders_difference(struct gradebook *book, const char *before, const char *after,
                        struct text *t)
{
	sqlite3_stmt *s = sql_ask(book->db,
		"SELECT path FROM (SELECT path, digest FROM grader WHERE grader IN (?1, ?2) "
		"GROUP BY path, digest HAVING count(*) = 1) GROUP BY path ORDER BY path",
		"ss", before, after);
	size_t count = 0;

	while (sql_row(&s))
		if (count++ < 4)
			text_add_format(t, "%s%s", count > 1 ? ", " : "", sql_text(s, 0));
	if (count > 4)
		text_add_format(t, " and %zu more", count - 4);
}
