/*
 * layout.c - a submission, made of what the stage itself holds.
 */
#include "author/author.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"

/* The file as the layout has it: its own, or the reference's, then edited. */
static bool layout_file(const struct author *a, const struct stage *stage,
                        const struct layout *l, const char *name,
                        struct text *out, struct text *problem)
{
	char *own = l->folder ? path_join(l->folder, name) : must_copy("");
	char *path = author_path("solutions", stage->name, name);
	struct text source = TEXT_EMPTY;
	bool good = (l->folder && author_read(a, own, &source)) ||
	            author_read(a, path, &source);

	if (!good)
		problem_set(problem, "%s is missing", path);
	else if (l->starter)
		good = derive_starter(text_string(&source), path, out, problem);
	else if (l->mutant && strcmp(l->mutant->file, name) == 0)
		good = mutant_apply(l->mutant, text_string(&source), out, problem);
	else
		text_add_n(out, text_string(&source), source.length);
	text_free(&source);
	free(path);
	free(own);
	return good;
}

bool author_lay_out(const struct author *a, const struct stage *stage,
                    const struct layout *l, const char *folder,
                    struct text *problem)
{
	bool good = true;

	for (unsigned i = 0; i < stage->files_count && good; i++) {
		const char *name = stage->files[i].name;
		char *path = path_join(folder, name);
		struct text text = TEXT_EMPTY;

		good = layout_file(a, stage, l, name, &text, problem);
		if (good && !file_write(path, text_string(&text), text.length))
			good = problem_set(problem, "%s can't be written", path);
		text_free(&text);
		free(path);
	}
	return good;
}
