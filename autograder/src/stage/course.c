/*
 * course.c - where the course is, and which stages it has.
 */
#include "stage/stage.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/libc_debug.h"

/* Folder of the running program; NULL when /proc is not there. */
static char *program_folder(void)
{
	char *program = path_real("/proc/self/exe");
	char *folder = program != NULL ? path_folder(program) : NULL;

	free(program);
	return folder;
}

/* The first folder from start upward that holds name; NULL when none does. */
static char *climb(const char *start, const char *name)
{
	char *folder = start != NULL ? must_copy(start) : NULL;

	while (folder != NULL) {
		char *wanted = path_join(folder, name);
		bool found = is_folder(wanted);
		free(wanted);
		if (found)
			return folder;
		char *above = strcmp(folder, "/") != 0 ? path_folder(folder) : NULL;
		free(folder);
		folder = above;
	}
	return NULL;
}

static bool looks_like_stage(const char *name)
{
	return isdigit((unsigned char)name[0]) &&
	       isdigit((unsigned char)name[1]) && name[2] == '-';
}

struct stage_search {
	struct course *course;
	const char *folder;
};

static bool add_stage(const char *name, void *context)
{
	struct stage_search *s = context;
	struct course *c = s->course;
	char *manifest = must_format("%s/%s/stage.yaml", s->folder, name);

	if (looks_like_stage(name) && is_file(manifest)) {
		c->stages = must_resize(c->stages, c->stages_count + 1,
		                        sizeof *c->stages);
		c->stages[c->stages_count++] = must_copy(name);
	}
	free(manifest);
	return true;
}

static void find_stages(struct course *course)
{
	char *folder = path_join(course->root, "autograder/stages");
	struct stage_search search = { course, folder };

	folder_each(folder, add_stage, &search);
	free(folder);
}

/* root given: it must be a course; else the one the program stands in. */
static char *find_root(const char *root, const char *program,
                       struct text *problem)
{
	if (root == NULL) {
		char *found = climb(program, "autograder/stages");
		if (found == NULL)
			problem_set(problem, "The course's folder was not found "
			            "above the program. Name it with --course.");
		return found;
	}
	char *stages = path_join(root, "autograder/stages");
	bool is_course = is_folder(stages);
	free(stages);
	if (is_course)
		return path_real(root);
	problem_set(problem, "%s is no course: it has no folder "
	            "autograder/stages. Give --course the folder that the "
	            "README stands in.", root);
	return NULL;
}

struct course *course_open(const char *root, const char *build,
                           struct text *problem)
{
	char *program = program_folder();
	char *found = find_root(root, program, problem);
	char *here = path_real(".");
	struct course *course = NULL;

	if (found != NULL) {
		course = must_alloc(sizeof *course);
		course->handout = NULL;
		course->root = found;
		course->home = climb(program, "autograder/rig");
		/* A build elsewhere: then the working folder is the grader's. */
		if (course->home == NULL)
			course->home = climb(here, "autograder/rig");
		if (course->home == NULL)
			course->home = must_copy(found);
		course->build = build != NULL ? path_real(build)
		                              : must_copy(program);
		find_stages(course);
	}
	bool ok = course == NULL || handout_load(course->root, &course->handout, problem);
	if (ok && course != NULL && course->build == NULL)
		ok = problem_set(problem, "The build folder %s does not exist. "
		                 "Run make first.", build);
	if (!ok) {
		course_free(course);
		course = NULL;
	} else if (course != NULL) {
		libc_debug_find(course->build);
	}
	free(here);
	free(program);
	return course;
}

void course_free(struct course *course)
{
	if (course == NULL)
		return;
	for (size_t i = 0; i < course->stages_count; i++)
		free(course->stages[i]);
	free(course->stages);
	handout_free(course->handout);
	free(course->root);
	free(course->home);
	free(course->build);
	free(course);
}

static bool is_number(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= 2 && strspn(s, "0123456789") == n;
}

static bool names_stage(const char *stage, const char *given)
{
	if (is_number(given))
		return atoi(given) == atoi(stage);
	return strcmp(stage, given) == 0;
}

const char *course_stage(const struct course *course, const char *given,
                         struct text *problem)
{
	struct text known = TEXT_EMPTY;

	for (size_t i = 0; i < course->stages_count; i++) {
		if (names_stage(course->stages[i], given)) {
			text_free(&known);
			return course->stages[i];
		}
		text_add_format(&known, "%s%s", i != 0 ? ", " : "",
		                course->stages[i]);
	}
	problem_set(problem, "There is no stage \"%s\". This course has: %s.",
	            given, known.length != 0 ? text_string(&known) : "none yet");
	text_free(&known);
	return NULL;
}

char *course_folder(const struct course *course, const char *kind,
                    const char *stage)
{
	return must_format("%s/%s/%s", course->root, kind, stage);
}
