/*
 * shape.c - lessons, exercises and manifests have the form that
 * docs/adding-a-stage.md describes, and what they name exists.
 */
#include "author/author.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/markdown.h"
#include "author/misconceptions.h"
#include "base/files.h"

/* A document of a stage, with the group that its faults belong to. */
struct document {
	struct author *a;
	const struct stage *stage;
	struct group *group;
	char *path;                  /* below the root                         */
	struct markdown m;
};

static void claim(const struct document *d, bool holds, size_t line,
                  const char *sentence)
{
	char *place = author_place(d->path, line);

	if (holds)
		group_pass(d->group);
	else
		group_fail(d->group, place, "%s", sentence);
	free(place);
}

/* The first heading is "# NN · Title" and what follows it. */
static void check_title(const struct document *d, const char *more)
{
	char *want = must_format("%.2s · %s%s", d->stage->name, d->stage->title,
	                         more);
	char *sentence = must_format("the first line has to be \"# %s\".", want);
	const struct heading *h = d->m.headings;

	claim(d, d->m.heading_count && h->level == 1 && h->line == 1 &&
	      strcmp(h->text, want) == 0, 1, sentence);
	for (size_t i = 1; i < d->m.heading_count; i++)
		if (h[i].level == 1)
			claim(d, false, h[i].line, "there is a second title.");
	free(sentence);
	free(want);
}

/* The sections are there, in this order. */
static void check_sections(const struct document *d, const char *const *names)
{
	size_t line = 0;

	for (; *names; names++) {
		const struct heading *h = markdown_heading(&d->m, 2, *names);
		char *sentence = must_format("the section \"## %s\" is missing, "
		                             "or not in its place.", *names);

		claim(d, h && h->line > line, h ? h->line : 0, sentence);
		line = h ? h->line : line;
		free(sentence);
	}
}

/* Lines of a section that begin with what is given. */
static size_t count_lines(const struct document *d, const char *section,
                          const char *start)
{
	const struct heading *h = markdown_heading(&d->m, 2, section);
	size_t count = 0, end = 0;

	for (size_t line = h ? markdown_section(&d->m, h, &end) : 0; line < end;
	     line++)
		count += text_starts(d->m.lines[line - 1], start);
	return count;
}

/* Review questions: numbered, or one <details> each. */
static size_t count_questions(const struct document *d)
{
	static const char section[] = "From earlier stages";
	size_t numbered = 0;

	for (const char *n = "123456789"; *n; n++)
		numbered += count_lines(d, section, (char[]){ *n, '.', ' ', 0 });
	return numbered ? numbered : count_lines(d, section, "<details");
}

/* Behind the title: a block quote that says how long it takes. */
static void check_lead(const struct document *d)
{
	size_t line = 1;
	bool minutes = false;

	while (line < d->m.line_count && !*d->m.lines[line])
		line++;
	claim(d, line < d->m.line_count && *d->m.lines[line] == '>', line + 1,
	      "behind the title stands a block quote: what to know first, how "
	      "many minutes, what the part is for.");
	for (; line < d->m.line_count && *d->m.lines[line] == '>'; line++)
		minutes |= strstr(d->m.lines[line], "minutes") != NULL;
	claim(d, minutes, 0, "the block quote has to say about how many minutes.");
}

/* What the manifest's tests promise of the lesson: anchors, misconceptions. */
static void check_test(const struct document *d, const struct stage_test *test)
{
	char *sentence = must_format("no heading makes the anchor #%s, to which "
	                             "the manifest sends test %s.",
	                             test->lesson ? test->lesson : "",
	                             test->name);

	claim(d, test->lesson && markdown_has_anchor(&d->m, test->lesson), 0,
	      sentence);
	free(sentence);
	for (unsigned i = 0; i < test->misconceptions_count; i++) {
		int number = test->misconceptions[i];

		sentence = must_format("does not meet misconception %d, of which "
		                       "the manifest's test %s speaks.", number,
		                       test->name);
		claim(d, misconception_is_met(&d->m, number), 0, sentence);
		free(sentence);
	}
}

static bool document_open(struct document *d, struct author *a,
                          const struct stage *stage, struct group *g,
                          const char *kind)
{
	char *file;
	bool read;

	*d = (struct document){ .a = a, .stage = stage, .group = g,
	                        .path = author_path(kind, stage->name,
	                                            "README.md") };
	file = author_file(a, d->path);
	read = markdown_read(&d->m, file);
	if (!read)
		group_fail(g, d->path, "is missing.");
	free(file);
	return read;
}

static void document_close(struct document *d)
{
	markdown_free(&d->m);
	free(d->path);
}

static void check_lesson(struct author *a, const struct stage *stage)
{
	static const char *const usual[] = { "Puzzle", "From earlier stages",
	                                     "The exercise", "Sources", NULL };
	static const char *const first[] = { "The exercise", "Sources", NULL };
	bool is_first = text_starts(stage->name, "00-");
	struct document d;
	struct group g;

	group_open(&g, "the lesson has its sections, and meets its tests", "claims");
	if (document_open(&d, a, stage, &g, "lessons")) {
		check_title(&d, "");
		check_lead(&d);
		check_sections(&d, is_first ? first : usual);
		if (!is_first)
			claim(&d, count_questions(&d) == 3, 0,
			      "\"From earlier stages\" asks three questions.");
		for (unsigned i = 0; i < stage->tests_count; i++)
			check_test(&d, &stage->tests[i]);
		for (unsigned i = 0; i < stage->snippets_count; i++)
			check_test(&d, &stage->snippets[i].test);
	}
	group_close(&g, &a->totals);
	document_close(&d);
}

static void check_exercise(struct author *a, const struct stage *stage)
{
	static const char *const sections[] = { "The task", "The contract",
		"How it is graded", "Hints", "When you are done", NULL };
	struct document d;
	struct group g;

	group_open(&g, "the exercise has its sections, and three hints", "claims");
	if (document_open(&d, a, stage, &g, "exercises")) {
		check_title(&d, ": the exercise");
		check_sections(&d, sections);
		claim(&d, count_lines(&d, "Hints", "<details") == 3, 0,
		      "\"Hints\" holds three <details>.");
	}
	group_close(&g, &a->totals);
	document_close(&d);
}

void check_shape(struct author *a, const struct stage *stage)
{
	check_lesson(a, stage);
	check_exercise(a, stage);
}
