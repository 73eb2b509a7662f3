/*
 * core_case.h - the fixture course and scratch folders for tests of the core.
 */
#ifndef CORE_CASE_H
#define CORE_CASE_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "pipeline/pipeline.h"
#include "stage/stage.h"

#define FIXTURE "autograder/tests/fixtures/course"

/* What make built beside this program; else (a build with sanitizers, whose
   rig Valgrind can't run) the ordinary one. */
static inline char *case_build(void)
{
	char *program = path_real("/proc/self/exe");
	char *unit = path_folder(program), *tests = path_folder(unit);
	char *build = path_folder(tests), *rsp = path_join(build, "rig.rsp");

	if (!is_file(rsp)) {
		free(build);
		build = must_copy(".grade/build");
	}
	free(rsp);
	free(tests);
	free(unit);
	free(program);
	return build;
}

static inline struct course *case_course(void)
{
	struct text problem = TEXT_EMPTY;
	char *build = case_build();
	struct course *course = course_open(FIXTURE, build, &problem);

	cr_assert_not_null(course, "%s", text_string(&problem));
	free(build);
	return course;
}

static inline char *case_scratch(void)
{
	char *scratch = folder_scratch("case");

	cr_assert_not_null(scratch);
	return scratch;
}

static inline void case_leave(char *scratch)
{
	folder_remove(scratch);
	free(scratch);
}

static inline void case_write(const char *folder, const char *name,
                              const char *text)
{
	char *path = path_join(folder, name), *above = path_folder(path);

	cr_assert(folder_make(above));
	cr_assert(file_write(path, text, strlen(text)));
	free(above);
	free(path);
}

#endif
