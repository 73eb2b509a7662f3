/*
 * handout.c - what a student's copy of the course holds in place of the answers.
 *
 * For each stage, below the folder --out: the starters (in exercises/, and once more for
 * `grade reset`), the references that the grader links, and the mutants that grade the
 * student's own tests, all compiled; and what these mutants get wrong, without the
 * edits. Debug information goes, and the names of what is static, for they tell where
 * the sources stand and how they are built. The rest of the handout is copied by
 * autograder/services/handout.
 */
#include "author/author.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "pipeline/build.h"

struct handing {
	struct author *a;
	const struct stage *stage;
	struct build build;
	char *compiled;                 /* folder for machines of this kind    */
	struct text problem;
	unsigned parts;
};

/* ---- files ---------------------------------------------------------------- */

static char *out_path(const struct handing *h, const char *kind, const char *name)
{
	return must_format("%s/%s/%s/%s", h->a->out, kind, h->stage->name, name);
}

static bool write_file(struct handing *h, const char *path, const struct text *text)
{
	char *folder = path_folder(path);
	bool ok = (folder_make(folder) &&
	           file_write(path, text_string(text), text->length)) ||
	          problem_set(&h->problem, "%s can't be written", path);

	free(folder);
	return ok;
}

static bool write_starters_of(struct handing *h)
{
	bool ok = true;

	for (unsigned i = 0; ok && i < h->stage->files_count; i++) {
		const char *name = h->stage->files[i].name;
		char *kept = must_format("%s/autograder/stages/%s/starter/%s", h->a->out,
		                         h->stage->name, name);
		char *work = out_path(h, "exercises", name);
		char *from = author_path("solutions", h->stage->name, name);
		struct text reference = TEXT_EMPTY, starter = TEXT_EMPTY;

		ok = author_read(h->a, from, &reference) ||
		     problem_set(&h->problem, "%s is missing", from);
		ok = ok && derive_starter(text_string(&reference), from, &starter,
		                          &h->problem) &&
		     write_file(h, kept, &starter) && write_file(h, work, &starter);
		text_free(&starter);
		text_free(&reference);
		free(from);
		free(work);
		free(kept);
	}
	return ok;
}

/* ---- compiled parts -------------------------------------------------------- */

static bool hand_out(struct handing *h, const char *from, const char *name)
{
	char *to = path_join(h->compiled, name), *folder = path_folder(to);
	const char *argv[] = { "objcopy", "--strip-debug", "--strip-unneeded", from, to,
	                       NULL };
	struct proc_spec spec = { .argv = argv, .seconds = 60,
	                          .capture_max = (size_t)1 << 16 };
	struct proc_outcome o = { .end = PROC_NOT_STARTED };
	bool ok = folder_make(folder) && proc_run(&spec, &o);

	if (!ok)
		problem_set(&h->problem, "%s can't be written: %.200s", to,
		            text_string(&o.err));
	h->parts++;
	proc_outcome_free(&o);
	free(folder);
	free(to);
	return ok;
}

static bool hand_out_uses(struct handing *h)
{
	struct args objects = ARGS_EMPTY;
	bool ok = build_uses(&h->build, &objects, &h->problem);

	for (unsigned i = 0; ok && i < h->stage->uses_count; i++) {
		char *name = build_use_name(&h->stage->uses[i]);
		ok = hand_out(h, objects.items[i], name);
		free(name);
	}
	args_free(&objects);
	return ok;
}

static bool hand_out_reference(struct handing *h)
{
	struct args objects = ARGS_EMPTY;
	const struct stage_file *file;
	bool ok = build_reference(&h->build, NULL, &objects, &h->problem);

	for (size_t i = 0; ok && (file = stage_file(h->stage, ROLE_CODE, i)) != NULL; i++) {
		char *name = build_reference_name(file->name);
		ok = hand_out(h, objects.items[i], name);
		free(name);
	}
	args_free(&objects);
	return ok;
}

/* mutant NULL: the reference. */
static bool hand_out_library(struct handing *h, const struct mutant *mutant)
{
	char *library = build_library(&h->build, mutant, &h->problem);
	char *name = build_library_name(mutant);
	bool ok = library != NULL && hand_out(h, library, name);

	free(name);
	free(library);
	return ok;
}

/* ---- mutants ------------------------------------------------------------------ */

/* YAML takes JSON's strings as they are. */
static void add_quoted(struct text *t, const char *key, const char *value)
{
	json_t *string = json_string(value);
	char *quoted = json_dumps(string, JSON_ENCODE_ANY);

	text_add_format(t, "    %s: %s\n", key, quoted != NULL ? quoted : "\"\"");
	free(quoted);
	json_decref(string);
}

static void describe(struct text *t, const struct mutant *m)
{
	text_add_format(t, "  - id: %s\n", m->id);
	add_quoted(t, "bug", m->bug);
	text_add_format(t, "    file: %s\n    find: \"\"\n    with: \"\"\n"
	                "    caught_by: [\"-\"]\n", m->file);
}

/* Those that own_tests.c runs the student's tests on. */
static bool is_run(const struct mutant *m)
{
	return m->own && m->finding[0] == '\0';
}

static bool hand_out_mutants(struct handing *h, const struct mutants *mutants)
{
	struct text list = TEXT_EMPTY;
	char *path = out_path(h, "autograder/stages", "mutants.yaml");
	bool ok = hand_out_library(h, NULL);

	text_add(&list, "# What your own tests are tried on. The edits themselves are in the "
	         "compiled libraries.\nmutants:\n");
	for (unsigned i = 0; ok && i < mutants->count; i++)
		if (is_run(&mutants->items[i])) {
			describe(&list, &mutants->items[i]);
			ok = hand_out_library(h, &mutants->items[i]);
		}
	ok = ok && write_file(h, path, &list);
	free(path);
	text_free(&list);
	return ok;
}

static bool hand_out_own(struct handing *h)
{
	struct mutants mutants = { 0 };
	bool ok = stage_file(h->stage, ROLE_HEADER, 0) == NULL ||
	          problem_set(&h->problem, "The tests of one's own need a header that is "
	                      "handed in, which a handout does not have yet");

	ok = ok && mutants_load(h->a->course, h->stage->name, &mutants, &h->problem) &&
	     hand_out_reference(h) && hand_out_mutants(h, &mutants);
	mutants_free(&mutants);
	return ok;
}

bool hand_out_stage(struct author *a, const struct stage *stage)
{
	struct handing h = { .a = a, .stage = stage };
	const struct course there = { .root = (char *)a->out };
	bool own = stage_file(stage, ROLE_OWN_TESTS, 0) != NULL;

	h.compiled = handout_folder(&there, stage->name);
	bool ok = build_open(&h.build, a->course, stage, NULL, a->scratch, false,
	                     &h.problem) &&
	          write_starters_of(&h) && hand_out_uses(&h) &&
	          (!own || hand_out_own(&h));

	if (ok)
		printf("  %u compiled parts\n", h.parts);
	else
		error_print("%s: %s.", stage->name, text_string(&h.problem));
	build_close(&h.build);
	text_free(&h.problem);
	free(h.compiled);
	return ok;
}
