/*
 * objects.c - the submission's objects beyond the first compilation.
 */
#include "pipeline/objects.h"

#include <stdlib.h>

#include "base/files.h"
#include "pipeline/build.h"

void submitted_objects(const struct grading *g, const char *folder,
                       struct args *objects)
{
	const struct stage_file *file;

	for (size_t i = 0; (file = stage_file(g->stage, ROLE_CODE, i)) != NULL;
	     i++) {
		char *path = object_path(g, folder, file->name);
		args_add(objects, path);
		free(path);
	}
}

static bool compile_counted(struct grading *g)
{
	const struct stage_file *file;
	bool ok = true;

	for (size_t i = 0; (file = stage_file(g->stage, ROLE_CODE, i)) != NULL;
	     i++) {
		struct proc_outcome o;
		ok = compile_submitted(g, file->name, "coverage",
		                       "-w --coverage", &o) && ok;
		proc_outcome_free(&o);
	}
	return ok;
}

static bool link_counted(struct grading *g, const char *program)
{
	struct args objects = ARGS_EMPTY;
	struct text problem = TEXT_EMPTY;
	struct proc_outcome o;
	bool ok = true;

	submitted_objects(g, "coverage", &objects);
	for (size_t i = 0; i < objects.count; i++)
		ok = ok && build_adapt(g->build, objects.items[i], &problem);
	args_add_all(&objects, g->course_objects);
	if (ok) {
		ok = build_link(g->build, &objects, "--coverage", program, &o);
		proc_outcome_free(&o);
	}
	text_free(&problem);
	args_free(&objects);
	return ok;
}

bool build_coverage(struct grading *g)
{
	const char *folder = result_format(g->result, "%s/coverage",
	                                   g->job->scratch);
	const char *program = result_format(g->result, "%s/tests-coverage",
	                                    g->job->scratch);

	if (!folder_make(folder) || !compile_counted(g) ||
	    !link_counted(g, program))
		return false;
	g->coverage_folder = folder;
	g->coverage_program = program;
	return true;
}
