/*
 * handed_folders.c - a folder, a git clone or an archive for each student, named by the
 * student: by login, number, e-mail or name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "class/handed.h"

struct search {
	const char *folder;
	struct handed_list *list;
	struct text *complaints;
};

static void take_folder(struct search *s, const char *name, const char *path)
{
	struct handed *h = handed_add(s->list);
	char *git = path_join(path, ".git");

	h->who.folder = must_copy(name);
	if (is_folder(git))
		h->clone = must_copy(path);
	handed_add_all(h, path);
	free(git);
}

static bool take_entry(const char *name, void *context)
{
	struct search *s = context;
	char *path = path_join(s->folder, name);
	size_t stem = handed_archive_stem(name);

	if (name[0] == '.' || strcmp(name, "__MACOSX") == 0) {
		/* Nobody's. */
	} else if (is_folder(path)) {
		take_folder(s, name, path);
	} else if (stem > 0) {
		struct handed *h = handed_add(s->list);
		h->who.folder = must_format("%.*s", (int)stem, name);
		handed_add_file(h, path, name);
	} else if (!text_ends(name, ".csv")) {
		text_add_format(s->complaints, "%s lies beside the students' folders and was "
		                "not used.\n", name);
	}
	free(path);
	return true;
}

bool handed_folders(const char *folder, struct handed_list *list,
                    struct text *complaints)
{
	struct text said = TEXT_EMPTY;
	struct search s = { folder, list, &said };

	folder_each(folder, take_entry, &s);
	if (list->count > 0)
		text_add(complaints, text_string(&said));
	text_free(&said);
	return list->count > 0;
}
