/*
 * strays.c - no file that no rule knows.
 *
 * A file in a stage's folders is either named by the manifest or of a kind
 * that the rules of docs/adding-a-stage.md give the folder.
 */
#include "author/author.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"

typedef bool known_file(const struct stage *stage, const char *name);

struct strays {
	const struct stage *stage;
	struct group *group;
	const char *path;            /* of the folder, below the root          */
	known_file *known;
};

static bool among(const char *name, char *const *names, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool handed_in(const struct stage *stage, const char *name)
{
	for (unsigned i = 0; i < stage->files_count; i++)
		if (strcmp(stage->files[i].name, name) == 0)
			return true;
	return false;
}

static bool in_lesson(const struct stage *stage, const char *name)
{
	(void)stage;
	return strcmp(name, "README.md") == 0 || strcmp(name, "listings") == 0 ||
	       strcmp(name, "figures") == 0;
}

static bool in_listings(const struct stage *stage, const char *name)
{
	(void)stage;
	return text_ends(name, ".c") || text_ends(name, ".h") ||
	       text_ends(name, ".out") || text_ends(name, ".graded") ||
	       text_ends(name, ".gdb");
}

static bool in_figures(const struct stage *stage, const char *name)
{
	(void)stage;
	return text_ends(name, ".svg") || figure_recording(name) ||
	       strcmp(name, "draw.c") == 0;
}

static bool in_exercise(const struct stage *stage, const char *name)
{
	return strcmp(name, "README.md") == 0 || strcmp(name, "tests.c") == 0 ||
	       handed_in(stage, name) ||
	       among(name, stage->headers, stage->headers_count);
}

static bool in_solution(const struct stage *stage, const char *name)
{
	return strcmp(name, "NOTES.md") == 0 || handed_in(stage, name);
}

static bool in_stage(const struct stage *stage, const char *name)
{
	static const char *const names[] = { "stage.yaml", "mutants.yaml",
	                                     "held.c", "support", "accepted" };

	(void)stage;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool in_support(const struct stage *stage, const char *name)
{
	if (text_ends(name, ".h") ||
	    among(name, stage->support, stage->support_count))
		return true;
	for (unsigned i = 0; i < stage->snippets_count; i++)
		if (strcmp(stage->snippets[i].file, name) == 0)
			return true;
	return false;
}

static bool look_at(const char *name, void *context)
{
	const struct strays *s = context;
	char *place = path_join(s->path, name);

	if (s->known(s->stage, name))
		group_pass(s->group);
	else
		group_fail(s->group, place, "no rule knows this file: is it "
		           "missing in the manifest, or left over?");
	free(place);
	return true;
}

static void look_into(struct author *a, const struct stage *stage,
                      struct group *g, const char *kind, const char *part,
                      known_file *known)
{
	char *path = must_format("%s/%s%s", kind, stage->name, part);
	char *folder = author_file(a, path);

	folder_each(folder, look_at, &(struct strays){ stage, g, path, known });
	free(folder);
	free(path);
}

struct accepted {
	struct author *a;
	const struct stage *stage;
	struct group *group;
};

static bool look_into_accepted(const char *name, void *context)
{
	const struct accepted *c = context;
	char *part = must_format("/accepted/%s", name);

	look_into(c->a, c->stage, c->group, "autograder/stages", part, handed_in);
	free(part);
	return true;
}

/* What every stage has to have, beyond the files that the manifest names. */
static void check_there(struct author *a, const struct stage *stage,
                        struct group *g)
{
	static const char *const files[][2] = {
		{ "lessons", "README.md" }, { "exercises", "README.md" },
		{ "exercises", "tests.c" }, { "solutions", "NOTES.md" },
		{ "autograder/stages", "mutants.yaml" },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = author_path(files[i][0], stage->name, files[i][1]);
		char *file = author_file(a, path);

		if (is_file(file))
			group_pass(g);
		else
			group_fail(g, path, "is missing.");
		free(file);
		free(path);
	}
}

void check_strays(struct author *a, const struct stage *stage)
{
	char *accepted = must_format("%s/autograder/stages/%s/accepted",
	                             a->course->root, stage->name);
	struct group g;

	group_open(&g, "all files are there, and no stray ones", "files");
	check_there(a, stage, &g);
	look_into(a, stage, &g, "lessons", "", in_lesson);
	look_into(a, stage, &g, "lessons", "/listings", in_listings);
	look_into(a, stage, &g, "lessons", "/figures", in_figures);
	look_into(a, stage, &g, "exercises", "", in_exercise);
	look_into(a, stage, &g, "solutions", "", in_solution);
	look_into(a, stage, &g, "autograder/stages", "", in_stage);
	look_into(a, stage, &g, "autograder/stages", "/support", in_support);
	folder_each(accepted, look_into_accepted,
	            &(struct accepted){ a, stage, &g });
	group_close(&g, &a->totals);
	free(accepted);
}

/* ---- the course as a whole ---------------------------------------------- */

struct folders {
	struct author *a;
	struct group *group;
	const char *kind;
};

static bool is_stage(const char *name, void *context)
{
	const struct folders *f = context;
	const struct course *course = f->a->course;
	char *place = path_join(f->kind, name);
	bool known = false;

	for (size_t i = 0; i < course->stages_count && !known; i++)
		known = strcmp(course->stages[i], name) == 0;
	if (known)
		group_pass(f->group);
	else
		group_fail(f->group, place, "there is no such stage in "
		           "autograder/stages.");
	free(place);
	return true;
}

/* The four folders hold the same stages, and nothing else. */
void check_top(struct author *a)
{
	static const char *const kinds[] = { "lessons", "exercises", "solutions" };
	struct group g;

	group_open(&g, "the same stages stand in all folders", "folders");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		char *folder = author_file(a, kinds[i]);

		folder_each(folder, is_stage, &(struct folders){ a, &g, kinds[i] });
		free(folder);
	}
	group_close(&g, &a->totals);
}
