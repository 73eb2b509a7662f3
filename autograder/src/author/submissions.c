/*
 * submissions.c - what students may hand in, laid out in folders: for whoever wants to look
 * at a mutant, and for tests of a whole class.
 */
#include <stdio.h>
#include <stdlib.h>

#include "author/author.h"
#include "base/error.h"
#include "base/files.h"

struct laying {
	const struct author *a;
	const struct stage *stage;
	const char *out;
	bool ok;
};

static void lay(struct laying *y, const char *kind, const char *name,
                const struct layout *layout)
{
	char *folder = must_format("%s/%s/%s%s%s", y->out, y->stage->name, kind,
	                           name[0] != '\0' ? "-" : "", name);
	struct text problem = TEXT_EMPTY;

	if (!folder_make(folder) || !author_lay_out(y->a, y->stage, layout, folder, &problem)) {
		error_print("%s can't be written. %s", folder, text_string(&problem));
		y->ok = false;
	}
	text_free(&problem);
	free(folder);
}

static bool lay_accepted(const char *name, void *context)
{
	struct laying *y = context;
	char *folder = must_format("autograder/stages/%s/accepted/%s", y->stage->name, name);

	lay(y, "accepted", name, &(struct layout){ .folder = folder });
	free(folder);
	return true;
}

bool write_submissions(struct author *a, const struct stage *stage)
{
	struct laying y = { a, stage, a->out, true };
	struct text problem = TEXT_EMPTY;
	struct mutants mutants;

	if (!mutants_load(a->course, stage->name, &mutants, &problem)) {
		error_print("%s", text_string(&problem));
		text_free(&problem);
		return false;
	}
	lay(&y, "reference", "", &(struct layout){ 0 });
	lay(&y, "starter", "", &(struct layout){ .starter = true });
	char *accepted = must_format("%s/autograder/stages/%s/accepted", a->course->root,
	                             stage->name);
	folder_each(accepted, lay_accepted, &y);
	for (unsigned i = 0; i < mutants.count; i++)
		lay(&y, "mutant", mutants.items[i].id,
		    &(struct layout){ .mutant = &mutants.items[i] });
	free(accepted);
	mutants_free(&mutants);
	return y.ok;
}
