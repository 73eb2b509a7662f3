/*
 * next.c - the way to the next stage.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "desk/desk.h"
#include "desk/progress.h"
#include "view/paper.h"
#include "view/words.h"

/* The first stage behind this one that is not done; NULL: there is none. */
static const char *behind(const struct course *course, const char *stage)
{
	for (size_t i = 0; i < course->stages_count; i++)
		if (strcmp(course->stages[i], stage) > 0 &&
		    !progress_done(course, course->stages[i]))
			return course->stages[i];
	return NULL;
}

/* Has an earlier stage a file of the same name, so that code can be carried? */
static bool can_carry(const struct course *course, const struct stage *stage)
{
	for (unsigned i = 0; i < stage->files_count; i++)
		if (stage->files[i].role != ROLE_OWN_TESTS &&
		    desk_origin(course, stage->name, stage->files[i].name) != NULL)
			return true;
	return false;
}

static void line(struct paper *paper, const char *what, const char *command)
{
	paper_to(paper, 4);
	paper_put(paper, INK_PLAIN, what);
	paper_to(paper, 20);
	paper_put(paper, INK_PLACE, command);
	paper_end(paper);
}

static void introduce(const struct course *course, const struct stage *s,
                      struct paper *paper)
{
	struct words words = { "" };

	paper_put(paper, INK_GOOD, paper_sign(paper, SIGN_POINTER));
	paper_print(paper, INK_STRONG, " %.2s · %s", s->name, s->title);
	paper_print(paper, INK_PLAIN, ", about %d minutes.", s->minutes);
	paper_end(paper);
	words_add(&words, "lessons/%s/README.md", s->name);
	line(paper, "read", words.text);
	words = (struct words){ "" };
	words_add(&words, "exercises/%s/README.md", s->name);
	line(paper, "the task", words.text);
	words = (struct words){ "" };
	words_add(&words, "make watch STAGE=%.2s", s->name);
	line(paper, "while you work", words.text);
	words = (struct words){ "" };
	words_add(&words, "make hint STAGE=%.2s", s->name);
	line(paper, "when stuck", words.text);
	if (can_carry(course, s)) {
		words = (struct words){ "" };
		words_add(&words, "make carry STAGE=%.2s", s->name);
		line(paper, "your own code", words.text);
	}
}

static int open_way(const struct course *course, const char *name,
                    struct paper *paper)
{
	struct text problem = TEXT_EMPTY;
	struct stage *stage = stage_load(course, name, &problem);
	int status = CLI_BROKEN;

	if (stage == NULL) {
		error_print("%s", text_string(&problem));
	} else {
		introduce(course, stage, paper);
		status = progress_set_at(course, name) ? CLI_OK : CLI_BROKEN;
	}
	stage_free(stage);
	text_free(&problem);
	return status;
}

/* What is missing before the way is open. */
static int not_yet(const char *stage, struct progress_best best,
                   struct paper *paper)
{
	struct words words = { "" };

	if (best.max > 0)
		words_add(&words, "%s has %s of %s points so far. ", stage,
		          words_points(best.points).text, words_points(best.max).text);
	else
		words_add(&words, "%s has not been graded yet. ", stage);
	words_add(&words, "With full marks the way is open: make check STAGE=%.2s says what "
	          "is missing. To go on without: make next ANYWAY=1", stage);
	paper_wrap(paper, 0, INK_PLAIN, words.text);
	return CLI_NOT_FULL;
}

int desk_next(const struct course *course, const struct cli *cli)
{
	struct paper paper = paper_new(stdout, view_options_for(stdout, cli->no_colour));
	const char *at = progress_at(course), *next;

	if (course->stages_count == 0) {
		error_print("This course has no stages.");
		return CLI_BROKEN;
	}
	/* Not begun yet: the first that is not done is the next. */
	if (at == NULL && (at = progress_current(course)) != NULL &&
	    progress_best(course, at).max <= 0 && !cli->anyway)
		return open_way(course, at, &paper);
	if (at != NULL && !progress_done(course, at) && !cli->anyway)
		return not_yet(at, progress_best(course, at), &paper);
	next = at != NULL ? behind(course, at) : NULL;
	if (next == NULL)
		next = progress_current(course);
	if (next == NULL || (at != NULL && strcmp(next, at) == 0)) {
		paper_wrap(&paper, 0, INK_GOOD, next == NULL
		           ? "Every stage that this course has is done. Well done."
		           : "There is no stage behind this one yet.");
		return CLI_OK;
	}
	return open_way(course, next, &paper);
}
