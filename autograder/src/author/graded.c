/*
 * graded.c - what the grader says of a starter, a reference or a mutant.
 *
 * listings/NAME.graded is one line, "what=starter; before=── Tests". The
 * submission is laid out in a folder exercises/ of our own, from which the very
 * program that students run grades it: so paths are those that a student sees.
 */
#include "author/listings.h"

#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"

/* ---- what is handed in -------------------------------------------------- */

static const struct mutant *find_mutant(const struct mutants *mutants,
                                        const char *id)
{
	for (unsigned i = 0; i < mutants->count; i++)
		if (strcmp(mutants->items[i].id, id) == 0)
			return &mutants->items[i];
	return NULL;
}

static bool lay_out_mutant(const struct author *a, const struct stage *stage,
                           const char *id, const char *folder,
                           struct text *problem)
{
	struct mutants mutants = { 0 };
	struct layout layout = { 0 };
	bool good = mutants_load(a->course, stage->name, &mutants, problem);

	if (good && !(layout.mutant = find_mutant(&mutants, id)))
		good = problem_set(problem, "the stage has no mutant %s.", id);
	good = good && author_lay_out(a, stage, &layout, folder, problem);
	mutants_free(&mutants);
	return good;
}

/* Writes to exercises/STAGE below folder what the record says is graded. */
static bool hand_in(const struct author *a, const struct stage *stage,
                    const char *what, const char *folder,
                    struct text *problem)
{
	static const char mutant[] = "mutant:";
	struct layout layout = { .starter = strcmp(what, "starter") == 0 };
	char *path = must_format("%s/exercises/%s", folder, stage->name);
	bool good;

	folder_make(path);
	if (text_starts(what, mutant))
		good = lay_out_mutant(a, stage, what + strlen(mutant), path,
		                      problem);
	else if (layout.starter || strcmp(what, "reference") == 0)
		good = author_lay_out(a, stage, &layout, path, problem);
	else
		good = problem_set(problem, "what=%s is not understood. Say "
		                   "starter, reference or mutant:ID.", what);
	free(path);
	return good;
}

static bool hand_in_all(const struct author *a, const char *what,
                        const char *folder, struct text *problem)
{
	bool good = true;

	for (size_t i = 0; i < a->course->stages_count && good; i++) {
		struct stage *stage = stage_load(a->course,
		                                 a->course->stages[i], problem);

		good = stage && hand_in(a, stage, what, folder, problem);
		stage_free(stage);
	}
	return good;
}

/* ---- grading ------------------------------------------------------------ */

/* stage NULL: all. True when it was graded, whatever the points. */
static bool grade(const struct author *a, const struct stage *stage,
                  const char *flags, const char *folder,
                  struct proc_outcome *outcome)
{
	struct args command = ARGS_EMPTY;

	args_add_format(&command, "%s/grade", a->course->build);
	if (stage) {
		args_add(&command, "check");
		args_add(&command, stage->name);
		args_add_format(&command, "--from=exercises/%s", stage->name);
	} else {
		args_add_words(&command, "all --from=exercises");
		args_add_format(&command, "--out=%s/report", folder);
	}
	args_add_format(&command, "--course=%s", a->course->root);
	args_add_format(&command, "--build=%s", a->course->build);
	/* Laid out by ourselves, though not inside the course. */
	args_add_words(&command, "--sandbox=never");
	args_add_words(&command, flags);
	proc_run(&(struct proc_spec){ .argv = args_vector(&command),
	                              .folder = folder, .seconds = 900,
	                              .capture_max = 1 << 20 }, outcome);
	args_free(&command);
	return outcome->end == PROC_EXITED && outcome->code <= 1;
}

/* ---- the part that is shown ---------------------------------------------- */

/* Start of the first line that holds the words; NULL when none does. */
static const char *line_with(const char *text, const char *words)
{
	const char *found = strstr(text, words);

	while (found && found > text && found[-1] != '\n')
		found--;
	return found;
}

/* Whole lines: from the one that holds from, up to the one with before. */
static bool cut(const char *said, const char *from, const char *before,
                struct text *output, struct text *problem)
{
	const char *start = line_with(said, from);
	const char *end = said + strlen(said);

	if (start && *before)
		end = line_with(start + strcspn(start, "\n"), before);
	if (!start || !end)
		return problem_set(problem, "no line of the output holds "
		                   "\"%s\". It is:\n%s", start ? before : from,
		                   said);
	while (end > start + 1 && end[-1] == '\n' && end[-2] == '\n')
		end--;
	text_add_n(output, start, (size_t)(end - start));
	return true;
}

/* Cuts out what the record asks for, which must be the same everywhere. */
static bool record(const struct author *a, const char *line, const char *said,
                   struct text *output, struct text *problem)
{
	char *from = directive_field(line, "from");
	char *before = directive_field(line, "before");
	bool good = cut(said, from, before, output, problem);

	if (good && (strstr(text_string(output), a->scratch) ||
	             strstr(text_string(output), a->course->root)))
		good = problem_set(problem, "the output names a folder of this "
		                   "machine. Let before= end it earlier:\n%s",
		                   text_string(output));
	free(from);
	free(before);
	return good;
}

bool graded_run(struct author *a, const char *path, const struct stage *stage,
                struct text *output, struct text *problem)
{
	char *folder = author_folder(a, "graded");
	struct text line = TEXT_EMPTY;
	char *what, *flags;
	struct proc_outcome o = { 0 };
	bool good;

	author_read(a, path, &line);
	what = directive_field(text_string(&line), "what");
	flags = directive_field(text_string(&line), "flags");
	good = stage ? hand_in(a, stage, what, folder, problem)
	             : hand_in_all(a, what, folder, problem);
	if (good && !grade(a, stage, flags, folder, &o))
		good = problem_set(problem, "could not be graded:\n%s%s",
		                   text_string(&o.out), text_string(&o.err));
	else if (good)
		good = record(a, text_string(&line), text_string(&o.out),
		              output, problem);
	proc_outcome_free(&o);
	text_free(&line);
	folder_remove(folder);
	free(what);
	free(flags);
	free(folder);
	return good;
}
