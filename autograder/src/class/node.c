/*
 * node.c - see node.h; and `class graders`, which it listens to.
 */
#include "class/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"
#include "base/sandbox.h"
#include "class/class.h"
#include "pipeline/toolchain.h"

/* What to say on a machine that is to help, in the course's folder. */
#define BUILD_IT "autograder/setup.sh grade class && make -f autograder/build.mk class"

/* ---- what this machine is ---------------------------------------------- */

static void tell_sandbox(void)
{
	struct text problem = TEXT_EMPTY;
	char *scratch = folder_scratch("class");
	struct sandbox *box = NULL;

	if (scratch != NULL)
		box = sandbox_open(scratch, &problem);
	else
		problem_set(&problem, "No scratch folder can be made in $TMPDIR or /tmp. Make "
		            "room there.");
	printf("sandbox %s\n", box != NULL ? "ok" : text_string(&problem));
	sandbox_close(box);
	if (scratch != NULL)
		folder_remove(scratch);
	free(scratch);
	text_free(&problem);
}

static void tell_graders(const struct course *course, const struct graders *graders)
{
	struct text versions = TEXT_EMPTY;

	toolchain_versions(course, &versions);
	printf("cores %zu\ntools %s\n", pool_width(), text_string(&versions));
	tell_sandbox();
	for (size_t i = 0; i < course->stages_count; i++)
		printf("%s %s\n", course->stages[i], graders->items[i].name);
	text_free(&versions);
}

int class_graders(const struct options *options)
{
	struct text problem = TEXT_EMPTY;
	struct course *course = course_open(options->course, options->build, &problem);
	struct graders graders;
	bool ok = course != NULL && graders_open(course, &graders, &problem);

	if (ok) {
		tell_graders(course, &graders);
		graders_free(&graders);
	} else {
		error_print("%s", text_string(&problem));
	}
	course_free(course);
	text_free(&problem);
	return ok ? CLASS_OK : CLASS_BROKEN;
}

/* ---- what another one says --------------------------------------------- */

static bool is_first_of_stage(const struct engine_job jobs[], size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(jobs[k].key.stage, jobs[i].key.stage) == 0)
			return false;
	return true;
}

void node_expected(const struct engine_job jobs[], size_t count, struct text *t)
{
	text_add(t, "sandbox ok\n");
	for (size_t i = 0; i < count; i++)
		if (is_first_of_stage(jobs, i))
			text_add_format(t, "%s %s\n", jobs[i].key.stage, jobs[i].key.grader);
}

/* What stands behind word and a blank in the line that begins with it; NULL: none does. */
static char *behind(const char *said, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = said; *at != '\0'; at += *at == '\n') {
		size_t length = strcspn(at, "\n");
		if (length > n && strncmp(at, word, n) == 0 && at[n] == ' ')
			return must_format("%.*s", (int)(length - n - 1), at + n + 1);
		at += length;
	}
	return NULL;
}

static bool same_grader(const struct course *course, const char *said,
                        const struct job_key *key, struct text *problem)
{
	char *grader = behind(said, key->stage), *tools = behind(said, "tools");
	struct text ours = TEXT_EMPTY;
	bool ok = grader != NULL && strcmp(grader, key->grader) == 0;

	if (!ok) {
		toolchain_versions(course, &ours);
		bool other = tools != NULL && strcmp(tools, text_string(&ours)) != 0;
		problem_set(problem, "its grader for %s is another than here%s%s%s%s%s. Bring "
		            "the course there to the same version (git pull && " BUILD_IT
		            ")%s.",
		            key->stage, other ? " (there: " : "", other ? tools : "",
		            other ? "; here: " : "", other ? text_string(&ours) : "",
		            other ? ")" : "", other ? ", and the tools too" : "");
	}
	text_free(&ours);
	free(grader);
	free(tools);
	return ok;
}

bool node_judge(const struct course *course, const char *said,
                const struct engine_job jobs[], size_t count, size_t *cores,
                struct text *problem)
{
	char *number = behind(said, "cores"), *sandbox = behind(said, "sandbox");
	bool ok = true;

	*cores = number != NULL ? strtoul(number, NULL, 10) : 0;
	if (*cores == 0)
		*cores = 1;
	if (number == NULL)
		ok = problem_set(problem, "the course is not there, built, in %s. Bring it "
		                 "there (git clone) and build it: " BUILD_IT ".",
		                 course->root);
	else if (sandbox == NULL || strcmp(sandbox, "ok") != 0)
		ok = problem_set(problem, "it has no sandbox. It says: %s",
		                 sandbox != NULL ? sandbox : "nothing.");
	for (size_t i = 0; ok && i < count; i++)
		if (is_first_of_stage(jobs, i))
			ok = same_grader(course, said, &jobs[i].key, problem);
	free(number);
	free(sandbox);
	return ok;
}
