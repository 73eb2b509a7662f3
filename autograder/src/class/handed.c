/*
 * handed.c - see handed.h. What all kinds share.
 */
#include "class/handed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/files.h"

#define DEPTH_MAX 8
#define FILES_MAX 5000

struct handed *handed_add(struct handed_list *list)
{
	list->items = must_resize(list->items, list->count + 1, sizeof *list->items);
	list->items[list->count] = (struct handed){ 0 };
	return &list->items[list->count++];
}

void handed_add_file(struct handed *h, const char *path, const char *name)
{
	h->files = must_resize(h->files, h->count + 1, sizeof *h->files);
	h->files[h->count++] = (struct handed_file){ must_copy(path), must_copy(name) };
}

/* ---- archives -------------------------------------------------------- */

size_t handed_archive_stem(const char *name)
{
	static const char *const ends[] = { ".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst",
	                                    ".tgz", ".txz", ".tar", ".zip", ".7z" };
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t e = strlen(ends[i]);
		if (n > e && strcasecmp(name + n - e, ends[i]) == 0)
			return n - e;
	}
	return 0;
}

/* ---- all files of a folder --------------------------------------------- */

struct walk {
	struct handed *into;
	const char *path, *name;   /* of the folder that is being read         */
	int depth;
};

static bool walk_entry(const char *name, void *context);

static void walk_folder(struct walk *w, const char *path, const char *name)
{
	struct walk below = { w->into, path, name, w->depth + 1 };

	if (below.depth <= DEPTH_MAX)
		folder_each(path, walk_entry, &below);
}

static bool walk_entry(const char *name, void *context)
{
	struct walk *w = context;
	char *path = path_join(w->path, name), *shown = path_join(w->name, name);
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		if (name[0] != '.' && strcmp(name, "__MACOSX") != 0)
			walk_folder(w, path, shown);
	} else {
		handed_add_file(w->into, path, shown);
	}
	free(shown);
	free(path);
	return w->into->count < FILES_MAX;
}

void handed_add_all(struct handed *h, const char *path)
{
	struct walk w = { .into = h };
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		walk_folder(&w, path, "");
	else
		handed_add_file(h, path, path_name(path));
}

/* ---- which kind -------------------------------------------------------- */

static const struct kind {
	const char *name;
	handed_reader *read;
} kinds[] = {
	[HANDED_GRADESCOPE] = { "a Gradescope export", handed_gradescope },
	[HANDED_MOODLE] = { "a Moodle export", handed_moodle },
	[HANDED_CANVAS] = { "a Canvas export", handed_canvas },
	[HANDED_FOLDERS] = { "a folder, clone or archive for each", handed_folders },
};

const char *handed_kind_name(enum handed_kind kind)
{
	return kinds[kind].name;
}

struct only { char *name; size_t count; };

static bool note_only(const char *name, void *context)
{
	struct only *o = context;

	if (name[0] == '.' || strcmp(name, "__MACOSX") == 0)
		return true;
	free(o->name);
	o->name = must_copy(name);
	return ++o->count < 2;
}

/* Archives often hold one folder with all in it. Not where it is the only student. */
static char *unwrap(const char *folder)
{
	struct only only = { NULL, 0 };
	char *inner = NULL;

	folder_each(folder, note_only, &only);
	if (only.count == 1)
		inner = path_join(folder, only.name);
	free(only.name);
	if (inner != NULL && is_folder(inner))
		return inner;
	free(inner);
	return NULL;
}

static bool try_all(const char *folder, struct handed_list *list, size_t kinds_count,
                    struct text *complaints)
{
	for (size_t k = 0; k < kinds_count; k++) {
		if (kinds[k].read(folder, list, complaints)) {
			list->kind = (enum handed_kind)k;
			return true;
		}
	}
	return false;
}

bool handed_read(const char *folder, struct handed_list *list, struct text *complaints,
                 struct text *problem)
{
	size_t count = sizeof kinds / sizeof *kinds;
	char *inner = unwrap(folder);

	*list = (struct handed_list){ 0 };
	/* A system's own names are sure; folders, anybody may have. */
	bool ok = try_all(folder, list, HANDED_FOLDERS, complaints) ||
	          (inner != NULL && try_all(inner, list, HANDED_FOLDERS, complaints)) ||
	          try_all(folder, list, count, complaints);
	free(inner);
	if (!ok)
		problem_set(problem, "No submissions were found in %s. Give an export of "
		            "Canvas, Moodle or Gradescope, or a folder that holds a folder, "
		            "clone or archive for each student.", folder);
	return ok;
}

void handed_free(struct handed_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct handed *h = &list->items[i];
		for (size_t k = 0; k < h->count; k++) {
			free(h->files[k].path);
			free(h->files[k].name);
		}
		free(h->files);
		free(h->clone);
		traits_free(&h->who);
	}
	free(list->items);
	*list = (struct handed_list){ 0 };
}
