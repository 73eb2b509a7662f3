/*
 * glyph.c - see glyph.h.
 */
#include "glyph.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct span {
	uint32_t first, last;
};

/* Direction marks, overrides and isolates; line and paragraph separators; tags. */
static const struct span unwelcome[] = {
	{ 0x00, 0x08 }, { 0x0b, 0x1f }, { 0x7f, 0x9f }, { 0x061c, 0x061c }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
	{ 0xe0000, 0xe007f },
};

/* Combining marks and variation selectors: no column of their own. */
static const struct span combining[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x064b, 0x065f },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
};

/* East Asian wide characters and emoji: two columns. */
static const struct span wide[] = {
	{ 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0xa4cf }, { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
};

#define IN(table, c) in_spans((table), sizeof (table) / sizeof *(table), (c))

static bool in_spans(const struct span *spans, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++)
		if (c >= spans[i].first && c <= spans[i].last)
			return true;
	return false;
}

/*
 * Decodes one character of UTF-8 from TEXT into *C. Returns its length, or 0
 * when the bytes are not UTF-8 (too long a form and surrogates included).
 */
static size_t decode(const unsigned char *text, uint32_t *c)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = text[0] < 0x80 ? 1
	                : (text[0] & 0xe0) == 0xc0 ? 2
	                : (text[0] & 0xf0) == 0xe0 ? 3
	                : (text[0] & 0xf8) == 0xf0 ? 4 : 0;

	if (length <= 1) {
		*c = text[0];
		return length;
	}
	*c = text[0] & (0x7fU >> length);
	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (text[i] & 0x3fU);
	}
	if (*c < smallest[length] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		return 0;
	return length;
}

static struct glyph as_code(uint32_t c, size_t taken)
{
	struct glyph glyph = { .taken = taken, .shown_as_code = true };

	if (c < 0x100)
		snprintf(glyph.text, sizeof glyph.text, "\\x%02x", (unsigned)c);
	else
		snprintf(glyph.text, sizeof glyph.text, "\\u%04x", (unsigned)c);
	glyph.bytes = strlen(glyph.text);
	glyph.width = (int)glyph.bytes;
	return glyph;
}

struct glyph glyph_next(const char *text)
{
	struct glyph glyph = { 0 };
	uint32_t c = 0;
	size_t length;

	if (text[0] == '\0')
		return glyph;
	length = decode((const unsigned char *)text, &c);
	if (length == 0)
		return as_code((unsigned char)text[0], 1);
	if (IN(unwelcome, c))
		return as_code(c, length);
	memcpy(glyph.text, text, length);
	glyph.bytes = glyph.taken = length;
	glyph.width = c == '\n' || IN(combining, c) ? 0 : IN(wide, c) ? 2 : 1;
	return glyph;
}

int glyph_columns(const char *text)
{
	int columns = 0;

	while (*text != '\0' && *text != '\n') {
		struct glyph glyph = glyph_next(text);

		columns += glyph.width;
		text += glyph.taken;
	}
	return columns;
}
