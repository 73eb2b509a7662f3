/*
 * links.c - every link leads somewhere, and so does every anchor that the
 * catalogue of explanations names.
 */
#include "author/author.h"

#include <stdlib.h>
#include <string.h>

#include "author/markdown.h"
#include "base/files.h"
#include "pipeline/catalogue.h"

struct walk {
	struct author *a;
	struct group *group;
	const char *folder;         /* below the root; "" for the root itself  */
};

/* folder/target without "." and ".."; NULL when it leaves the root. */
static char *resolve(const char *folder, const char *target)
{
	char *joined = path_join(folder, target);
	struct text path = TEXT_EMPTY;
	char *rest = joined, *part;
	bool inside = true;

	while ((part = strsep(&rest, "/")) != NULL && inside) {
		if (!*part || strcmp(part, ".") == 0)
			continue;
		if (strcmp(part, "..") == 0) {
			char *slash = strrchr(text_string(&path), '/');

			inside = path.length > 0;
			text_cut(&path, slash ? (size_t)(slash - path.bytes) : 0);
			continue;
		}
		if (path.length)
			text_add(&path, "/");
		text_add(&path, part);
	}
	free(joined);
	if (inside)
		return path.bytes ? text_take(&path) : must_copy("");
	text_free(&path);
	return NULL;
}

static bool anchor_exists(const struct author *a, const char *path,
                          const char *anchor)
{
	char *file = author_file(a, path);
	struct markdown m;
	bool found = markdown_read(&m, file) && markdown_has_anchor(&m, anchor);

	markdown_free(&m);
	free(file);
	return found;
}

static bool exists(const struct author *a, const char *path)
{
	char *file = author_file(a, path);
	bool found = is_file(file) || is_folder(file);

	free(file);
	return found;
}

/* Judges one link of the document at path. */
static void check_link(const struct walk *w, const char *path,
                       const struct markdown *m, const struct link *link)
{
	char *target = must_copy(link->target);
	char *anchor = strchr(target, '#');
	char *place = author_place(path, link->line);
	char *to = NULL;

	if (anchor)
		*anchor++ = '\0';
	if (!*target && anchor) {
		if (markdown_has_anchor(m, anchor))
			group_pass(w->group);
		else
			group_fail(w->group, place, "no heading here makes the "
			           "anchor #%s.", anchor);
	} else if (!(to = resolve(w->folder, target)) || !exists(w->a, to)) {
		group_fail(w->group, place, "there is no %s.", target);
	} else if (anchor && text_ends(to, ".md") &&
	           !anchor_exists(w->a, to, anchor)) {
		group_fail(w->group, place, "no heading of %s makes the anchor "
		           "#%s.", to, anchor);
	} else {
		group_pass(w->group);
	}
	free(to);
	free(place);
	free(target);
}

static bool leads_elsewhere(const char *target)
{
	return strstr(target, "://") || text_starts(target, "mailto:");
}

static void check_document(const struct walk *w, const char *path)
{
	char *file = author_file(w->a, path);
	struct markdown m;

	if (markdown_read(&m, file))
		for (size_t i = 0; i < m.link_count; i++)
			if (!leads_elsewhere(m.links[i].target))
				check_link(w, path, &m, &m.links[i]);
	markdown_free(&m);
	free(file);
}

/* Walks the project; folders whose names begin with a dot are not its own. */
static bool visit(const char *name, void *context)
{
	const struct walk *w = context;
	char *path = path_join(w->folder, name);
	char *file = author_file(w->a, path);

	if (*name != '.' && is_folder(file)) {
		struct walk below = { w->a, w->group, path };

		folder_each(file, visit, &below);
	} else if (text_ends(name, ".md")) {
		check_document(w, path);
	}
	free(file);
	free(path);
	return true;
}

/* "05-malloc-free#anchor" of one entry; stages to come are not there yet. */
static void check_lesson(const struct author *a, struct group *g,
                         const char *place, const struct entry *entry,
                         const char *lesson)
{
	const char *hash = strchr(lesson, '#');
	char *path = must_format("lessons/%.*s/README.md",
	                         (int)strcspn(lesson, "#"), lesson);

	if (!exists(a, path) || !hash || anchor_exists(a, path, hash + 1))
		group_pass(g);
	else
		group_fail(g, place, "kind %s leads to #%s, which no heading of "
		           "%s makes.", entry->kind, hash + 1, path);
	free(path);
}

static void check_catalogue(struct author *a)
{
	char *folder = path_join(a->course->home, "autograder/explain");
	struct catalogue_data data = { 0 };
	struct text problem = TEXT_EMPTY;
	struct group g;

	group_open(&g, "explanations lead to sections of lessons", "anchors");
	if (!catalogue_load(folder, &data, &problem))
		group_fail(&g, "autograder/explain", "%s", text_string(&problem));
	for (size_t f = 0; f < data.count; f++) {
		const struct entries *file = &data.files[f];

		for (unsigned e = 0; e < file->count; e++)
			for (unsigned l = 0; l < file->items[e].lessons_count; l++)
				check_lesson(a, &g, file->file, &file->items[e],
				             file->items[e].lessons[l]);
	}
	group_close(&g, &a->totals);
	catalogue_free(&data);
	text_free(&problem);
	free(folder);
}

void check_links(struct author *a)
{
	struct group g;
	struct walk w = { a, &g, "" };

	group_open(&g, "links lead to files and headings that exist", "links");
	folder_each(a->course->root, visit, &w);
	group_close(&g, &a->totals);
	check_catalogue(a);
}
