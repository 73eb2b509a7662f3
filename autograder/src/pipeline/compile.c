/*
 * compile.c - the submission's code to objects, with fixed flags.
 *
 * The objects of the course's side are made at the same time, when they are
 * not there already; so the first check of a stage takes as long as its
 * tests take to compile, and every later one as long as the student's file.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "pipeline/build.h"
#include "pipeline/diagnostics.h"
#include "pipeline/explain.h"
#include "pipeline/objects.h"

#define PLAIN_FLAGS "-fdiagnostics-format=json"

struct compile_job {
	struct grading *g;
	struct proc_outcome *outcomes;  /* of code files, then of headers      */
	size_t files, headers;
	struct args course_objects;
	struct text course_problem;
	bool course_ok;
};

char *object_path(const struct grading *g, const char *folder,
                  const char *file)
{
	size_t stem = text_ends(file, ".c") ? strlen(file) - 2 : strlen(file);

	return must_format("%s/%s/%.*s.o", g->job->scratch, folder, (int)stem,
	                   file);
}

bool compile_submitted(const struct grading *g, const char *file,
                       const char *folder, const char *more,
                       struct proc_outcome *outcome)
{
	char *source = must_format("submission/%s", file);
	char *object = must_format("%s/%s", folder, file);

	/* Relative names, so that debug information and gcov know the file
	   by the name that grading_owns looks for, wherever scratch is. */
	size_t n = strlen(object);
	if (text_ends(object, ".c"))
		object[n - 1] = 'o';
	bool ok = build_compile(g->build, g->job->scratch, source, object,
	                        BUILD_GRADED_FLAGS, more, outcome);
	free(object);
	free(source);
	return ok;
}

/* A header by itself, included from nothing: so gcc speaks of its lines, and
   not of the grader's files that include it. */
static void compile_header(const struct grading *g, const char *name,
                           struct proc_outcome *outcome)
{
	char *more = must_format(PLAIN_FLAGS " -Wno-pedantic -fsyntax-only "
	                         "-include submission/%s -x c", name);

	build_compile(g->build, g->job->scratch, "/dev/null", "/dev/null",
	              BUILD_STUDENT_FLAGS, more, outcome);
	free(more);
}

/* The name of the i-th file whose outcome is kept. */
static const char *name_of(const struct compile_job *j, size_t i)
{
	const struct stage *s = j->g->stage;

	return i < j->files ? stage_file(s, ROLE_CODE, i)->name
	                    : stage_file(s, ROLE_HEADER, i - j->files)->name;
}

static void compile_one(void *context, size_t i)
{
	struct compile_job *j = context;

	if (i < j->files)
		compile_submitted(j->g, name_of(j, i), "plain", PLAIN_FLAGS,
		                  &j->outcomes[i]);
	else if (i < j->files + j->headers)
		compile_header(j->g, name_of(j, i), &j->outcomes[i]);
	else
		j->course_ok = build_course_objects(j->g->build, true,
		                                    &j->course_objects,
		                                    &j->course_problem);
}

/* gcc ended without saying what is wrong: it was stopped. */
static enum phase_status stopped(struct grading *g, const char *file,
                                 const struct proc_outcome *o)
{
	struct text how = TEXT_EMPTY;
	const struct fact facts[] = { { "file", file } };
	struct sighting s = {
		.kind = "compile-limit", .source = SOURCE_COMPILER,
		.where = { .file = file, .line = 1 }, .cause = file,
		.facts = facts, .facts_count = 1,
	};

	proc_describe(o, &how);
	text_add_format(&how, "\n%s", text_string(&o->err));
	s.raw = text_string(&how);
	explain_add(g, &s);
	text_free(&how);
	return grading_rejected(g, "Look for an endless macro, an #include of "
	                        "something that is no file, or a gigantic "
	                        "array.", "Compiling %s took too much time or "
	                        "memory.", file);
}

static enum phase_status read_outcome(struct grading *g, const char *name,
                                      const struct proc_outcome *o)
{
	size_t errors = diagnostics_read(g, text_string(&o->err),
	                                 o->err.length);
	char *path = must_format("submission/%s", name);
	const char *file = grading_shown_path(g, path);

	free(path);
	if (o->end == PROC_NOT_STARTED)
		return grading_broken(g, "Install the packages listed in "
		                      "autograder/packages.txt.",
		                      "gcc can't be started.");
	if (o->end == PROC_EXITED && o->code == 0)
		return PHASE_OK;
	if (errors == 0)
		return stopped(g, file, o);
	return grading_rejected(g, "Start with the first error: later ones "
	                        "often follow from it.",
	                        "%s does not compile.", file);
}

static enum phase_status course_failed(struct grading *g,
                                       const struct text *problem)
{
	/* Support alone is compiled with the header that was handed in. */
	if (stage_file(g->stage, ROLE_HEADER, 0) != NULL &&
	    strstr(text_string(problem), "/support/") != NULL)
		return grading_rejected(g, "Compare your header with the "
		                        "starter: keep every name and type "
		                        "that it declares.",
		                        "The grader's own code does not compile with your "
		                        "header: %s", text_string(problem));
	return grading_broken(g, grading_course_remedy(g),
	                      "The course is broken: %s",
	                      text_string(problem));
}

static enum phase_status compile_all(struct grading *g)
{
	struct compile_job j = { .g = g };
	enum phase_status status = PHASE_OK;

	while (stage_file(g->stage, ROLE_CODE, j.files) != NULL)
		j.files++;
	while (stage_file(g->stage, ROLE_HEADER, j.headers) != NULL)
		j.headers++;
	j.outcomes = must_alloc((j.files + j.headers) * sizeof *j.outcomes);
	pool_run(j.files + j.headers + 1, 0, compile_one, &j);
	for (size_t i = 0; i < j.files + j.headers; i++) {
		enum phase_status one = read_outcome(g, name_of(&j, i),
		                                     &j.outcomes[i]);
		status = one == PHASE_OK ? status : one;
		proc_outcome_free(&j.outcomes[i]);
	}
	if (status == PHASE_OK && !j.course_ok)
		status = course_failed(g, &j.course_problem);
	g->course_objects = must_alloc(sizeof *g->course_objects);
	*g->course_objects = j.course_objects;
	text_free(&j.course_problem);
	free(j.outcomes);
	return status;
}

enum phase_status phase_compile(struct grading *g)
{
	struct text problem = TEXT_EMPTY;
	char *plain = path_join(g->job->scratch, "plain");
	enum phase_status status;

	g->build = must_alloc(sizeof *g->build);
	if (build_open(g->build, g->course, g->stage, g->submission,
	               g->job->scratch, g->job->stock, &problem) &&
	    build_enter(g->build, g->box, &problem) && folder_make(plain))
		status = compile_all(g);
	else
		status = grading_broken(g, "Look at the space and permissions "
		                        "there.", "%s", problem.length != 0 ?
		                        text_string(&problem) :
		                        "The scratch folder can't be written.");
	free(plain);
	text_free(&problem);
	return status;
}
