/*
 * hint_text.c - see hint_text.h. Of Markdown it knows what hints are made of:
 * paragraphs, lists, and fenced blocks of code.
 */
#include "hint_text.h"
#include "paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char opening[] = "<details><summary><strong>Hint ";

/* Where hint NUMBER begins, behind its number; NULL: there is none. */
static const char *find(const char *readme, int number)
{
	for (const char *at = readme; (at = strstr(at, opening)) != NULL;) {
		char *end;

		at += sizeof opening - 1;
		if (strtol(at, &end, 10) == number && end != at)
			return end;
	}
	return NULL;
}

int hint_count(const char *readme)
{
	int count = 0;

	while (find(readme, count + 1) != NULL)
		count++;
	return count;
}

/* The title, which ends at </summary>; returns what stands behind that. */
static const char *title(const char *at, int number, int count, struct paper *paper)
{
	static const char strong[] = "</strong>", summary[] = "</summary>";
	const char *end = strstr(at, summary);
	struct text words = TEXT_EMPTY;

	if (text_starts(at, strong))
		at += sizeof strong - 1;
	if (end == NULL)
		end = at + strlen(at);
	text_add_n(&words, at, end > at ? (size_t)(end - at) : 0);
	paper_print(paper, INK_STRONG, "Hint %d of %d", number, count);
	paper_wrap(paper, 2, INK_STRONG, text_string(&words));
	text_free(&words);
	return *end == '\0' ? end : end + sizeof summary - 1;
}

/* Is the line a list's? Its text is wrapped under itself. */
static bool is_item(const char *line)
{
	return strncmp(line, "- ", 2) == 0 ||
	       (line[0] >= '1' && line[0] <= '9' && strncmp(line + 1, ". ", 2) == 0);
}

static void flush(struct paper *paper, struct text *paragraph)
{
	if (paragraph->length == 0)
		return;
	paper_end(paper);
	paper_to(paper, 2);
	paper_wrap(paper, is_item(text_string(paragraph)) ? 4 : 2, INK_PLAIN,
	           text_string(paragraph));
	text_cut(paragraph, 0);
}

static void code_line(struct paper *paper, const char *line, size_t n)
{
	char *copy = must_format("%.*s", (int)n, line);

	paper_to(paper, 4);
	paper_source(paper, INK_PLACE, copy, 0, 8);
	paper_end(paper);
	free(copy);
}

static void body(struct paper *paper, const char *at, const char *end)
{
	struct text paragraph = TEXT_EMPTY;
	bool code = false;

	while (at < end) {
		size_t n = strcspn(at, "\n");

		if (at + n > end)
			n = (size_t)(end - at);
		if (n >= 3 && strncmp(at, "```", 3) == 0) {
			flush(paper, &paragraph);
			code = !code;
			if (code)
				paper_end(paper);
		} else if (code) {
			code_line(paper, at, n);
		} else if (n == 0 || is_item(at)) {
			flush(paper, &paragraph);
		}
		if (!code && n > 0 && strncmp(at, "```", 3) != 0) {
			if (paragraph.length != 0)
				text_add(&paragraph, " ");
			text_add_n(&paragraph, at, n);
		}
		at += n + 1;
	}
	flush(paper, &paragraph);
	text_free(&paragraph);
}

bool hint_text(const char *readme, int number, FILE *out,
               struct view_options options)
{
	struct paper paper = paper_new(out, options);
	const char *at = find(readme, number);

	if (at == NULL)
		return false;
	at = title(at, number, hint_count(readme), &paper);
	const char *end = strstr(at, "</details>");
	body(&paper, at, end != NULL ? end : at + strlen(at));
	return true;
}
