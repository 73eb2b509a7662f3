/*
 * finding_text.c - see finding_text.h.
 *
 * The order is the order of the questions that a student asks: what is wrong,
 * where, what happened, why, what was the memory, what shall I do now, and
 * where can I read about it.
 */
#include "finding_text.h"
#include "doc.h"
#include "glyph.h"
#include "words.h"

#include <string.h>

enum {
	TABS = 4,          /* columns of a tab in shown source                */
	LABEL = 15,        /* column at which text behind a label starts      */
	FRAMES = 3,        /* frames shown of one stack                       */
	VALUE_LINES = 8,   /* lines shown of an expected or actual value      */
};

static enum ink severity_ink(const json_t *finding)
{
	return doc_is(finding, "severity", "error") ? INK_BAD
	       : doc_is(finding, "severity", "warning") ? INK_WARN : INK_DIM;
}

static void heading(struct paper *paper, const json_t *finding, size_t number, int left)
{
	const char *severity = doc_text(finding, "severity");
	enum ink ink = severity_ink(finding);

	paper_print(paper, INK_DIM, "[%zu] ", number);
	paper_print(paper, ink, "%s: ", severity != NULL ? severity : "error");
	paper_wrap(paper, left, INK_STRONG, doc_text(finding, "title"));
}

static void put_place(struct paper *paper, const json_t *place)
{
	const char *function = doc_text(place, "function");

	paper_put(paper, INK_PLACE, words_place(place).text);
	if (function == NULL)
		return;
	if (paper->column + 4 + glyph_columns(function) <= paper->options.width)
		paper_put(paper, INK_PLAIN, " in ");
	else {
		paper_end(paper);
		paper_to(paper, LABEL);
		paper_put(paper, INK_PLAIN, "in ");
	}
	paper_put(paper, INK_PLAIN, function);
}

static void place_line(struct paper *paper, const json_t *finding, int left)
{
	const json_t *where = doc_object(finding, "where");

	if (doc_text(where, "file") == NULL)
		return;
	paper_to(paper, left);
	put_place(paper, where);
	paper_end(paper);
}

/* Columns of TEXT's first BYTES bytes (all of it when it is shorter), tabs expanded. */
static int expanded(const char *text, size_t bytes)
{
	const char *end = text + strnlen(text, bytes);
	int column = 0;

	while (text < end) {
		struct glyph glyph = glyph_next(text);

		column += *text == '\t' ? TABS - column % TABS : glyph.width;
		text += glyph.taken;
	}
	return column;
}

static int indentation(const char *text)
{
	return expanded(text, strspn(text, " \t"));
}

/* Columns by which every line of the snippet is indented. */
static int common_indentation(const json_t *snippet)
{
	int common = -1;

	for (size_t i = 0; i < json_array_size(snippet); i++) {
		const char *text = doc_text(json_array_get(snippet, i), "text");

		if (text == NULL || text[strspn(text, " \t\r")] == '\0')
			continue;
		if (common < 0 || indentation(text) < common)
			common = indentation(text);
	}
	return common < 0 ? 0 : common;
}

/* The number and the bar in front of a source line; LINE 0 leaves the number out. */
static void margin(struct paper *paper, int left, long long line, bool hit)
{
	paper_to(paper, left);
	paper_put(paper, INK_BAD, hit ? "> " : "  ");
	if (line > 0)
		paper_print(paper, hit ? INK_STRONG : INK_DIM, "%5lld ", line);
	else
		paper_put(paper, INK_PLAIN, "      ");
	paper_put(paper, INK_DIM, paper_sign(paper, SIGN_BAR));
}

/*
 * Under the line that is hit: a caret at the column (a byte of the line, from 1) or,
 * when only the line is known, a mark under all of it.
 */
static void caret(struct paper *paper, int left, const char *text, long long column, int skip)
{
	size_t bytes = strlen(text);
	int from = indentation(text) - skip;
	int to = expanded(text, bytes) - skip;

	margin(paper, left, 0, false);
	paper_put(paper, INK_PLAIN, " ");
	if (column > 0 && (size_t)column <= bytes + 1) {
		from = expanded(text, (size_t)column - 1) - skip;
		to = from + 1;
	}
	if (to > paper->options.width - paper->column)
		to = paper->options.width - paper->column;
	for (int i = 0; i < from && from < to; i++)
		paper_put(paper, INK_PLAIN, " ");
	for (int i = from; i < to; i++)
		paper_put(paper, INK_BAD, i == from ? "^" : "~");
	paper_end(paper);
}

static void snippet(struct paper *paper, const json_t *finding, int left, bool only_hit)
{
	const json_t *lines = doc_list(finding, "snippet");
	long long column = doc_int(doc_object(finding, "where"), "column");
	int skip = common_indentation(lines);

	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		const char *text = doc_text(line, "text");
		bool hit = doc_bool(line, "hit");

		if (text == NULL || (only_hit && !hit))
			continue;
		margin(paper, left, doc_int(line, "line"), hit);
		if (text[strspn(text, " \t\r")] != '\0') {
			paper_put(paper, INK_PLAIN, " ");
			paper_source(paper, hit ? INK_STRONG : INK_PLAIN, text, skip, TABS);
		}
		paper_end(paper);
		if (hit && !only_hit)
			caret(paper, left, text, column, skip);
	}
}

/* Writes LABEL_TEXT and moves to the column where its text starts. */
static void label(struct paper *paper, const char *label_text)
{
	paper_to(paper, 2);
	paper_put(paper, INK_DIM, label_text);
	paper_to(paper, LABEL);
}

static void labelled(struct paper *paper, const char *label_text, enum ink ink, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	label(paper, label_text);
	paper_wrap(paper, LABEL, ink, text);
}

static void paragraph(struct paper *paper, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	paper_end(paper);
	paper_to(paper, 2);
	paper_wrap(paper, 2, INK_PLAIN, text);
}

/* The text of an expected or actual value, whose own line breaks and spaces count. */
static void value(struct paper *paper, const char *label_text, const char *text)
{
	int lines = 0;

	if (text == NULL)
		return;
	label(paper, label_text);
	while (lines++ < VALUE_LINES) {
		size_t length = strcspn(text, "\n");
		char line[512];

		if (length >= sizeof line)
			length = sizeof line - 1;
		memcpy(line, text, length);
		line[length] = '\0';
		paper_source(paper, INK_STRONG, line, 0, TABS);
		paper_end(paper);
		text += strcspn(text, "\n");
		if (*text == '\0' || text[1] == '\0')
			return;
		text++;
		paper_to(paper, LABEL);
	}
	paper_put(paper, INK_DIM, paper_sign(paper, SIGN_CUT));
	paper_end(paper);
}

/* Is any frame the student's own? Then only those are worth showing. */
static bool has_owned(const json_t *frames)
{
	for (size_t i = 0; i < json_array_size(frames); i++)
		if (doc_bool(json_array_get(frames, i), "owned"))
			return true;
	return false;
}

/* Frames of a stack with a known line, from the one at FIRST on. */
static void stack(struct paper *paper, const char *label_text, const json_t *frames,
                  size_t first)
{
	bool owned = has_owned(frames);
	int shown = 0;

	for (size_t i = first; i < json_array_size(frames) && shown < FRAMES; i++) {
		const json_t *frame = json_array_get(frames, i);
		const json_t *place = doc_object(frame, "place");

		if (doc_text(place, "file") == NULL || (owned && !doc_bool(frame, "owned")))
			continue;
		label(paper, shown == 0 ? label_text : "");
		put_place(paper, place);
		paper_end(paper);
		shown++;
	}
}

static void memory(struct paper *paper, const json_t *finding)
{
	const json_t *block = doc_object(finding, "block");
	const json_t *called_from = doc_list(finding, "stack");

	if (json_array_size(called_from) > 1 && has_owned(called_from))
		stack(paper, "called from", called_from, 1);
	if (doc_bool(block, "known")) {
		labelled(paper, "the block", INK_PLAIN, words_block(block).text);
		stack(paper, "  allocated", doc_list(block, "allocated"), 0);
		stack(paper, "  freed", doc_list(block, "freed"), 0);
	}
	stack(paper, "comes from", doc_list(finding, "origin"), 0);
}

static void lesson(struct paper *paper, const json_t *finding)
{
	const json_t *ref = doc_object(finding, "lesson");

	if (doc_text(ref, "path") == NULL)
		return;
	label(paper, "read");
	paper_put(paper, INK_PLACE, words_lesson(ref).text);
	paper_end(paper);
}

static void next_step(struct paper *paper, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	paper_to(paper, 2);
	paper_put(paper, INK_GOOD, paper_sign(paper, SIGN_POINTER));
	paper_put(paper, INK_STRONG, " next");
	paper_to(paper, LABEL);
	paper_wrap(paper, LABEL, INK_PLAIN, text);
}

/* Is there anything to tell behind the explanation? */
static bool has_facts(const json_t *finding)
{
	static const char *const texts[] = { "expected", "actual", "raw", "next" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (doc_text(finding, texts[i]) != NULL)
			return true;
	return json_array_size(doc_list(finding, "tests")) > 0
	       || doc_text(doc_object(finding, "lesson"), "path") != NULL
	       || doc_bool(doc_object(finding, "block"), "known");
}

void finding_text_full(struct paper *paper, const json_t *finding, size_t number)
{
	heading(paper, finding, number, 2);
	place_line(paper, finding, 2);
	if (json_array_size(doc_list(finding, "snippet")) > 0)
		paper_end(paper);
	snippet(paper, finding, 2, false);
	paragraph(paper, doc_text(finding, "what"));
	if (!paper->options.brief)
		paragraph(paper, doc_text(finding, "why"));
	if (has_facts(finding))
		paper_end(paper);
	value(paper, "expected", doc_text(finding, "expected"));
	value(paper, "got", doc_text(finding, "actual"));
	memory(paper, finding);
	if (!paper->options.brief) {
		labelled(paper, "seen", INK_PLAIN, words_seen(finding).text);
		value(paper, words_tool(finding), doc_text(finding, "raw"));
	}
	next_step(paper, doc_text(finding, "next"));
	lesson(paper, finding);
}

/* Did a test that may be seen fail? Then what it said is told nowhere else. */
static bool is_failure(const json_t *finding)
{
	return doc_is(finding, "source", "test")
	       && doc_text(doc_object(finding, "where"), "file") != NULL;
}

void finding_text_short(struct paper *paper, const json_t *finding, size_t number,
                        bool same_step)
{
	heading(paper, finding, number, 2);
	place_line(paper, finding, 2);
	snippet(paper, finding, 2, true);
	value(paper, "expected", doc_text(finding, "expected"));
	value(paper, "got", doc_text(finding, "actual"));
	if (is_failure(finding) && doc_text(finding, "actual") == NULL)
		labelled(paper, "said", INK_PLAIN, doc_text(finding, "what"));
	if (json_array_size(doc_list(finding, "tests")) > 1)
		labelled(paper, "seen", INK_PLAIN, words_seen(finding).text);
	if (!same_step)
		next_step(paper, doc_text(finding, "next"));
	lesson(paper, finding);
}
