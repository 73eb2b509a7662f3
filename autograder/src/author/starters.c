/*
 * starters.c - starters derive from references, and nobody edits them.
 *
 * In a student's own copy of the course the file in exercises/ holds the
 * student's work. That is no fault as long as the version in git's HEAD is
 * the derived one.
 */
#include "author/author.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "pipeline/build.h"

/* The starter of one file; false, with the reason in problem, for none. */
static bool derived(const struct author *a, const char *stage,
                    const char *name, struct text *starter,
                    struct text *problem)
{
	char *path = author_path("solutions", stage, name);
	struct text reference = TEXT_EMPTY;
	bool good = author_read(a, path, &reference);

	if (!good)
		problem_set(problem, "%s is missing", path);
	else
		good = derive_starter(text_string(&reference), path, starter,
		                      problem);
	text_free(&reference);
	free(path);
	return good;
}

static bool same(const struct text *a, const struct text *b)
{
	return strcmp(text_string(a), text_string(b)) == 0;
}

static void check_derives(struct author *a, const char *stage,
                          const char *name, struct group *g)
{
	char *path = author_path("exercises", stage, name);
	struct text want = TEXT_EMPTY, have = TEXT_EMPTY, kept = TEXT_EMPTY;
	struct text problem = TEXT_EMPTY;

	if (!derived(a, stage, name, &want, &problem))
		group_fail(g, path, "has no reference to derive from: %s",
		           text_string(&problem));
	else if ((author_read(a, path, &have) && same(&want, &have)) ||
	         (author_committed(a, path, &kept) && same(&want, &kept)))
		group_pass(g);
	else
		group_fail(g, path, "is not what solutions/%s/%s derives to. "
		           "Edit the reference, then run `make starters`.",
		           stage, name);
	text_free(&problem);
	text_free(&want);
	text_free(&have);
	text_free(&kept);
	free(path);
}

/* Compiles one file as students' files are, by any compiler, warnings fatal. */
static void compile_quietly(struct author *a, const struct build *b,
                            const char *compiler, const char *folder,
                            const char *name, const char *shown,
                            struct group *g)
{
	char *object = path_join(a->scratch, "quiet.o");
	struct args command = ARGS_EMPTY;
	struct proc_outcome outcome;

	args_add(&command, compiler);
	args_add_words(&command, BUILD_STUDENT_FLAGS);
	args_add_format(&command, "-I%s", folder);
	args_add_all(&command, &b->include);
	args_add_words(&command, "-Werror -x c -c");
	args_add(&command, name);
	args_add(&command, "-o");
	args_add(&command, object);
	struct proc_spec spec = { .argv = args_vector(&command),
	                          .folder = folder, .seconds = 60 };
	if (proc_run(&spec, &outcome))
		group_pass(g);
	else
		group_fail(g, shown, "%s has something to say:\n%s", compiler,
		           text_string(&outcome.err));
	proc_outcome_free(&outcome);
	args_free(&command);
	free(object);
}

static void check_compiles(struct author *a, const struct stage *stage,
                           const char *kind, const char *folder,
                           struct group *g)
{
	static const char *const compilers[] = { "gcc", "clang" };
	struct text problem = TEXT_EMPTY;
	struct build b;

	if (!build_open(&b, a->course, stage, folder, a->scratch, false,
	                &problem))
		group_fail(g, stage->name, "%s", text_string(&problem));
	for (unsigned i = 0; i < stage->files_count; i++) {
		const char *name = stage->files[i].name;
		char *shown = author_path(kind, stage->name, name);

		for (size_t c = 0; c < 2 && !problem.length; c++)
			compile_quietly(a, &b, compilers[c], folder, name,
			                shown, g);
		free(shown);
	}
	build_close(&b);
	text_free(&problem);
}

/* Writes the derived starters to folder. */
static void lay_out(const struct author *a, const struct stage *stage,
                    const char *folder)
{
	for (unsigned i = 0; i < stage->files_count; i++) {
		struct text starter = TEXT_EMPTY, problem = TEXT_EMPTY;
		char *path = path_join(folder, stage->files[i].name);

		if (derived(a, stage->name, stage->files[i].name, &starter,
		            &problem))
			file_write(path, text_string(&starter), starter.length);
		text_free(&starter);
		text_free(&problem);
		free(path);
	}
}

void check_starters(struct author *a, const struct stage *stage)
{
	struct group derive, quiet;
	char *folder = author_folder(a, "starter");
	char *solutions = course_folder(a->course, "solutions", stage->name);

	group_open(&derive, "starters derive from the references", "files");
	for (unsigned i = 0; i < stage->files_count; i++)
		check_derives(a, stage->name, stage->files[i].name, &derive);
	group_close(&derive, &a->totals);

	group_open(&quiet, "starters and references compile without a word",
	           "compiles");
	lay_out(a, stage, folder);
	check_compiles(a, stage, "exercises", folder, &quiet);
	check_compiles(a, stage, "solutions", solutions, &quiet);
	group_close(&quiet, &a->totals);
	folder_remove(folder);
	free(solutions);
	free(folder);
}

/*
 * May the file be overwritten? Not when it differs from the committed version:
 * that may be a student's work.
 */
static bool may_write(const struct author *a, const char *path,
                      const struct text *starter)
{
	struct text have = TEXT_EMPTY, kept = TEXT_EMPTY;
	bool may = a->force || !author_read(a, path, &have) ||
	           same(&have, starter) ||
	           (author_committed(a, path, &kept) && same(&have, &kept));

	text_free(&have);
	text_free(&kept);
	return may;
}

static bool write_starter(struct author *a, const char *stage,
                          const char *name)
{
	char *path = author_path("exercises", stage, name);
	char *file = author_file(a, path);
	struct text starter = TEXT_EMPTY, problem = TEXT_EMPTY;
	bool good = derived(a, stage, name, &starter, &problem);

	if (!good) {
		error_print("%s", text_string(&problem));
	} else if (!may_write(a, path, &starter)) {
		error_print("%s holds work that git does not have. Commit or "
		            "remove it, or use --force.", path);
		good = false;
	} else if ((good = file_write(file, text_string(&starter),
	                              starter.length))) {
		printf("  %s\n", path);
	} else {
		error_print("%s could not be written.", path);
	}
	text_free(&starter);
	text_free(&problem);
	free(file);
	free(path);
	return good;
}

bool write_starters(struct author *a, const struct stage *stage)
{
	bool good = true;

	for (unsigned i = 0; i < stage->files_count; i++)
		good &= write_starter(a, stage->name, stage->files[i].name);
	return good;
}
