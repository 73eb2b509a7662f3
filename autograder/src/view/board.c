/*
 * board.c - see board.h.
 *
 * The plan of the whole course stands here, so that a student sees where the
 * road leads while later stages are still being written. Titles of stages
 * that exist come from their manifests.
 */
#include "board.h"
#include "doc.h"
#include "paper.h"
#include "words.h"

#include <string.h>

struct planned {
	const char *number, *title;
	const char *part;          /* heading before it; NULL: none           */
};

static const struct planned plan[] = {
	{ "00", "Start", "Before the first stage" },
	{ "01", "Where things live", "Memory as C sees it" },
	{ "02", "What the compiler knows", NULL },
	{ "03", "Arrays and pointers", NULL },
	{ "04", "The stack, and when it is not enough", NULL },
	{ "05", "Ask, check, use, release", NULL },
	{ "06", "Segfaults, double frees and their friends", NULL },
	{ "07", "Memory without free", "Build the allocator" },
	{ "08", "A little bit more than you asked", NULL },
	{ "09", "Giving space back", NULL },
	{ "10", "Finding space fast", NULL },
	{ "11", "Finding space in constant time", NULL },
	{ "12", "calloc, realloc, growing and giving back", NULL },
	{ "13", "An allocator that catches you", "Make it real" },
	{ "14", "One heap, many threads", NULL },
	{ "15", "Your malloc under real programs", NULL },
};

enum { PLANNED = sizeof plan / sizeof *plan, TITLE = 8, POINTS = 52, BARS = 68, BAR = 10 };

static const struct board_stage *find(const struct board_stage *stages, size_t count,
                                      const char *number)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(stages[i].stage, number, 2) == 0)
			return &stages[i];
	return NULL;
}

static bool done(const struct board_stage *stage)
{
	return stage->done || doc_full_marks(stage->result);
}

/* Where the student is; else the first in the plan's order that is not done. */
static const struct board_stage *next_stage(const struct board_stage *stages, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (stages[i].current && !done(&stages[i]))
			return &stages[i];
	for (size_t i = 0; i < PLANNED; i++) {
		const struct board_stage *stage = find(stages, count, plan[i].number);

		if (stage != NULL && !done(stage))
			return stage;
	}
	return NULL;
}

static void bar(struct paper *paper, const json_t *score)
{
	if (paper->options.width < BARS + BAR)
		return;
	paper_to(paper, BARS);
	paper_bar(paper, doc_real(score, "points"), doc_real(score, "max"), BAR);
}

static void standing(struct paper *paper, const struct board_stage *stage)
{
	const json_t *result = stage->result, *score = doc_object(result, "score");
	int column = paper->options.width < BARS ? paper->options.width - 16 : POINTS;

	paper_to(paper, column);
	if (result == NULL)
		paper_put(paper, INK_DIM, stage->done ? "done" : "not tried yet");
	else if (score == NULL)
		paper_put(paper, INK_WARN, "not graded");
	else {
		paper_print(paper, INK_STRONG, "%5s", words_points(doc_real(score, "points")).text);
		paper_print(paper, INK_PLAIN, " of %s", words_points(doc_real(score, "max")).text);
		bar(paper, score);
	}
	paper_end(paper);
}

static void to_come(struct paper *paper, const struct planned *planned)
{
	paper_to(paper, 2);
	paper_print(paper, INK_DIM, "  %s  %s", planned->number, planned->title);
	paper_put(paper, INK_DIM, " (to come)");
	paper_end(paper);
}

static void stage_line(struct paper *paper, const struct board_stage *stage, bool next)
{
	bool full = done(stage);
	enum sign sign = full ? SIGN_GOOD : next ? SIGN_POINTER : SIGN_NOTE;

	paper_to(paper, 2);
	paper_put(paper, full ? INK_GOOD : next ? INK_STRONG : INK_DIM, paper_sign(paper, sign));
	paper_print(paper, INK_PLAIN, " %.2s", stage->stage);
	paper_to(paper, TITLE);
	paper_put(paper, next ? INK_STRONG : INK_PLAIN, stage->title);
	standing(paper, stage);
}

static void sum(struct paper *paper, const struct board_stage *stages, size_t count)
{
	double points = 0;
	size_t full = 0, tried = 0;

	for (size_t i = 0; i < count; i++) {
		points += doc_real(doc_object(stages[i].result, "score"), "points");
		full += done(&stages[i]);
		tried += stages[i].result != NULL || stages[i].done;
	}
	if (tried == 0) {
		paper_put(paper, INK_STRONG, "Welcome.");
		paper_put(paper, INK_PLAIN, " ");
		paper_wrap(paper, 0, INK_PLAIN, "Fifteen stages lead from the first sizeof to a "
		           "malloc of your own. Nothing is graded yet.");
		return;
	}
	paper_print(paper, INK_STRONG, "%zu of %zu stages done, %s points so far.", full, count,
	            words_points(points).text);
	paper_end(paper);
}

static void command(struct paper *paper, const char *before, const char *text)
{
	paper_to(paper, 4);
	paper_put(paper, INK_PLAIN, before);
	paper_to(paper, 16);
	paper_put(paper, INK_PLACE, text);
	paper_end(paper);
}

static void next_step(struct paper *paper, const struct board_stage *next)
{
	const json_t *first = json_array_get(doc_list(next->result, "findings"), 0);
	struct words words = { "" };

	paper_end(paper);
	paper_put(paper, INK_GOOD, paper_sign(paper, SIGN_POINTER));
	paper_print(paper, INK_STRONG, " Next: %.2s", next->stage);
	paper_put(paper, INK_PLAIN, " ");
	if (doc_text(first, "title") != NULL) {
		words_add(&words, "%s: %s", next->title, doc_text(first, "title"));
		paper_wrap(paper, 2, INK_PLAIN, words.text);
	} else
		paper_wrap(paper, 2, INK_PLAIN, next->title);
	words = (struct words){ "" };
	words_add(&words, "lessons/%s/README.md", next->stage);
	command(paper, "the lesson", words.text);
	words = (struct words){ "" };
	words_add(&words, "exercises/%s/README.md", next->stage);
	command(paper, "the task", words.text);
	words = (struct words){ "" };
	words_add(&words, "make check STAGE=%.2s", next->stage);
	command(paper, "then run", words.text);
}

void view_board(const struct board_stage *stages, size_t count, FILE *out,
                struct view_options options)
{
	struct paper paper = paper_new(out, options);
	const struct board_stage *next = next_stage(stages, count);

	sum(&paper, stages, count);
	for (size_t i = 0; i < PLANNED; i++) {
		const struct board_stage *stage = find(stages, count, plan[i].number);

		if (plan[i].part != NULL)
			paper_rule(&paper, plan[i].part);
		if (stage != NULL)
			stage_line(&paper, stage, stage == next);
		else
			to_come(&paper, &plan[i]);
	}
	if (next != NULL)
		next_step(&paper, next);
	else if (count > 0) {
		paper_end(&paper);
		paper_put(&paper, INK_GOOD, paper_sign(&paper, SIGN_GOOD));
		paper_put(&paper, INK_PLAIN, " ");
		paper_wrap(&paper, 2, INK_STRONG, "Every stage that this course has is done. Well done.");
	}
}
