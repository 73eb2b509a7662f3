/*
 * page.c - see page.h.
 */
#include "page.h"
#include "glyph.h"

#include <stdarg.h>

void page_markup(struct page *page, const char *markup)
{
	fputs(markup, page->out);
}

void page_print(struct page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(page->out, format, arguments);
	va_end(arguments);
}

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void page_text(struct page *page, const char *text)
{
	while (text != NULL && *text != '\0') {
		struct glyph glyph = glyph_next(text);
		const char *name = glyph.bytes == 1 ? entity(glyph.text[0]) : NULL;

		fputs(name != NULL ? name : glyph.text, page->out);
		text += glyph.taken;
	}
}

void page_element(struct page *page, const char *tag, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	page_print(page, "<%s class=\"%s\">", tag, name);
	page_text(page, text);
	page_print(page, "</%s>\n", tag);
}
