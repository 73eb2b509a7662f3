/*
 * paper.c - see paper.h.
 */
#include "paper.h"
#include "glyph.h"

#include <stdarg.h>
#include <string.h>

enum { NARROWEST = 40, USUAL = 80, WIDEST = 120 };

struct paper paper_new(FILE *out, struct view_options options)
{
	struct paper paper = { .out = out, .options = options };
	int *width = &paper.options.width;

	if (*width <= 0)
		*width = USUAL;
	if (*width < NARROWEST)
		*width = NARROWEST;
	if (*width > WIDEST)
		*width = WIDEST;
	return paper;
}

const char *paper_sign(const struct paper *paper, enum sign sign)
{
	static const char *const pretty[] = {
		[SIGN_GOOD] = "✓", [SIGN_BAD] = "✗", [SIGN_WARN] = "!", [SIGN_NOTE] = "·",
		[SIGN_BAR] = "│", [SIGN_POINTER] = "→", [SIGN_FULL] = "█", [SIGN_EMPTY] = "░",
		[SIGN_CUT] = "…",
	};
	static const char *const plain[] = {
		[SIGN_GOOD] = "+", [SIGN_BAD] = "x", [SIGN_WARN] = "!", [SIGN_NOTE] = "-",
		[SIGN_BAR] = "|", [SIGN_POINTER] = ">", [SIGN_FULL] = "#", [SIGN_EMPTY] = ".",
		[SIGN_CUT] = "~",
	};

	return paper->options.ascii ? plain[sign] : pretty[sign];
}

static void ink_on(struct paper *paper, enum ink ink)
{
	static const char *const codes[] = {
		[INK_PLAIN] = "", [INK_STRONG] = "\033[1m", [INK_DIM] = "\033[2m",
		[INK_GOOD] = "\033[1;32m", [INK_BAD] = "\033[1;31m", [INK_WARN] = "\033[1;33m",
		[INK_PLACE] = "\033[36m",
	};

	if (paper->options.colour)
		fputs(codes[ink], paper->out);
}

static void ink_off(struct paper *paper, enum ink ink)
{
	if (paper->options.colour && ink != INK_PLAIN)
		fputs("\033[0m", paper->out);
}

static void put_glyph(struct paper *paper, const struct glyph *glyph)
{
	if (glyph->text[0] == '\n' || glyph->text[0] == '\t') {
		fputc(' ', paper->out);
		paper->column++;
		return;
	}
	fwrite(glyph->text, 1, glyph->bytes, paper->out);
	paper->column += glyph->width;
}

/* Writes BYTES bytes of TEXT in INK. */
static void put_bytes(struct paper *paper, enum ink ink, const char *text, size_t bytes)
{
	const char *end = text + bytes;

	ink_on(paper, ink);
	while (text < end) {
		struct glyph glyph = glyph_next(text);

		put_glyph(paper, &glyph);
		text += glyph.taken;
	}
	ink_off(paper, ink);
}

void paper_put(struct paper *paper, enum ink ink, const char *text)
{
	if (text != NULL)
		put_bytes(paper, ink, text, strlen(text));
}

void paper_print(struct paper *paper, enum ink ink, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	paper_put(paper, ink, text);
}

void paper_end(struct paper *paper)
{
	fputc('\n', paper->out);
	paper->column = 0;
}

void paper_to(struct paper *paper, int column)
{
	do {
		fputc(' ', paper->out);
		paper->column++;
	} while (paper->column < column);
}

/* Columns of the BYTES bytes at TEXT. */
static int columns_of(const char *text, size_t bytes)
{
	const char *end = text + bytes;
	int columns = 0;

	while (text < end) {
		struct glyph glyph = glyph_next(text);

		columns += glyph.width;
		text += glyph.taken;
	}
	return columns;
}

static void new_line(struct paper *paper, int left)
{
	paper_end(paper);
	if (left > 0)
		paper_to(paper, left);
}

void paper_wrap(struct paper *paper, int left, enum ink ink, const char *text)
{
	bool fresh = true;             /* no word on this line yet */

	for (text = text == NULL ? "" : text; *text != '\0';) {
		size_t word = strcspn(text, " \n\t");
		int columns = columns_of(text, word);

		if (word > 0) {
			if (!fresh && paper->column + 1 + columns > paper->options.width) {
				new_line(paper, left);
				fresh = true;
			}
			if (!fresh)
				put_bytes(paper, ink, " ", 1);
			put_bytes(paper, ink, text, word);
			fresh = false;
		}
		text += word;
		if (*text == '\n' && text[1] != '\0') {
			new_line(paper, left);
			fresh = true;
		}
		text += *text != '\0';
	}
	paper_end(paper);
}

void paper_rule(struct paper *paper, const char *title)
{
	const char *line = paper->options.ascii ? "-" : "─";

	paper_end(paper);
	for (int i = 0; i < 2; i++)
		paper_put(paper, INK_DIM, line);
	paper_put(paper, INK_PLAIN, " ");
	paper_put(paper, INK_STRONG, title);
	paper_put(paper, INK_PLAIN, " ");
	ink_on(paper, INK_DIM);
	for (; paper->column < paper->options.width; paper->column++)
		fputs(line, paper->out);
	ink_off(paper, INK_DIM);
	paper_end(paper);
}

void paper_bar(struct paper *paper, double points, double max, int cells)
{
	double share = max > 0 ? points * cells / max : 0;

	for (int i = 1; i <= cells; i++) {
		bool full = share >= i;
		paper_put(paper, full ? INK_GOOD : INK_DIM,
		          paper_sign(paper, full ? SIGN_FULL : SIGN_EMPTY));
	}
}

void paper_source(struct paper *paper, enum ink ink, const char *text, int skip, int tabs)
{
	int at = 0;                    /* column within the text */

	ink_on(paper, ink);
	while (*text != '\0') {
		struct glyph glyph = glyph_next(text);
		int width = *text == '\t' ? tabs - at % tabs : glyph.width;

		text += glyph.taken;
		if (paper->column + width > paper->options.width - (*text != '\0')) {
			fputs(paper_sign(paper, SIGN_CUT), paper->out);
			paper->column++;
			break;
		}
		for (int i = 0; glyph.text[0] == '\t' && i < width; i++)
			if (at + i >= skip)
				put_glyph(paper, &(struct glyph){ .text = " ", .bytes = 1, .width = 1 });
		if (glyph.text[0] != '\t' && at >= skip)
			put_glyph(paper, &glyph);
		at += width;
	}
	ink_off(paper, ink);
}
