/*
 * editor.c - compile_commands.json: how each file of exercises/ is compiled,
 * so that an editor's language server sees what the grader sees.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "desk/desk.h"
#include "pipeline/build.h"

static json_t *words_of(const struct args *args)
{
	json_t *list = json_array();

	for (size_t i = 0; i < args->count; i++)
		json_array_append_new(list, json_string(args->items[i]));
	return list;
}

static void add_file(json_t *database, const struct course *course,
                     const struct build *b, const char *name)
{
	char *file = must_format("exercises/%s/%s", b->stage->name, name);
	char *path = path_join(course->root, file);
	struct args command = ARGS_EMPTY;

	if (is_file(path)) {
		bool tests = text_ends(name, "tests.c");
		args_add(&command, "gcc");
		args_add_words(&command, tests ? "-std=gnu17 -g" : BUILD_STUDENT_FLAGS);
		args_add_all(&command, &b->headers);
		args_add_all(&command, &b->include);
		args_add(&command, "-c");
		args_add(&command, file);
		json_array_append_new(database, json_pack("{s:s, s:s, s:o}",
			"directory", course->root, "file", file,
			"arguments", words_of(&command)));
	}
	args_free(&command);
	free(path);
	free(file);
}

static bool add_stage(json_t *database, const struct course *course,
                      const char *name)
{
	struct text problem = TEXT_EMPTY;
	struct stage *stage = stage_load(course, name, &problem);
	char *folder = course_folder(course, "exercises", name);
	struct build b = { 0 };
	bool ok = stage != NULL &&
	          build_open(&b, course, stage, folder, NULL, false, &problem);

	if (ok) {
		for (unsigned i = 0; i < stage->files_count; i++)
			if (text_ends(stage->files[i].name, ".c"))
				add_file(database, course, &b, stage->files[i].name);
		add_file(database, course, &b, "tests.c");
	} else {
		error_print("%s", text_string(&problem));
	}
	if (stage != NULL)
		build_close(&b);
	free(folder);
	stage_free(stage);
	text_free(&problem);
	return ok;
}

int desk_editor(const struct course *course, const struct cli *cli)
{
	char *path = path_join(course->build, "compile_commands.json");
	json_t *database = json_array();
	bool ok = true;

	(void)cli;
	for (size_t i = 0; i < course->stages_count; i++)
		ok = add_stage(database, course, course->stages[i]) && ok;
	ok = cli_write_json(database, path) && ok;
	if (ok)
		printf("%zu commands are in %s\n", json_array_size(database), path);
	json_decref(database);
	free(path);
	return ok ? CLI_OK : CLI_BROKEN;
}
