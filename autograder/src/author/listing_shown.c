/*
 * listing_shown.c - what a lesson shows of a listing.
 */
#include "author/listings.h"

#include <stdlib.h>
#include <string.h>

/* The line without leading blanks, when it is a comment of ours; else NULL. */
static const char *mark(const char *line, const char *word)
{
	line += strspn(line, " \t");
	return text_starts(line, word) ? line + strlen(word) : NULL;
}

static bool is_mark(const char *line)
{
	return mark(line, "// region:") || mark(line, "// endregion");
}

/* Does the line open the region of that name? */
static bool opens(const char *line, const char *region)
{
	const char *name = mark(line, "// region: ");
	size_t n = strlen(region);

	return name && strncmp(name, region, n) == 0 &&
	       (name[n] == '\n' || name[n] == '\0');
}

/* Tabs that all lines but blank ones begin with. */
static size_t common_tabs(const char *text)
{
	size_t common = SIZE_MAX;

	while (*text) {
		size_t length = strcspn(text, "\n");
		size_t tabs = strspn(text, "\t");

		if (tabs < length && tabs < common)
			common = tabs;
		text += length + (text[length] == '\n');
	}
	return common == SIZE_MAX ? 0 : common;
}

static void add_outdented(struct text *out, const char *text)
{
	size_t tabs = common_tabs(text);

	while (*text) {
		size_t length = strcspn(text, "\n");
		size_t skip = strspn(text, "\t");

		if (skip > tabs)
			skip = tabs;
		text_add_n(out, text + skip, length - skip);
		text_add(out, "\n");
		text += length + (text[length] == '\n');
	}
}

bool listing_shown(const char *source, const char *region, struct text *out)
{
	const char *end = directive_find(source);
	struct text kept = TEXT_EMPTY;
	bool inside = !region, found = !region;

	while (!region && end > source && end[-1] == '\n')
		end--;
	while (source < end) {
		size_t length = strcspn(source, "\n");

		length += source[length] == '\n';
		if (region && opens(source, region))
			inside = found = true;
		else if (region && inside && mark(source, "// endregion"))
			inside = false;
		else if (inside && !is_mark(source))
			text_add_n(&kept, source, length);
		source += length;
	}
	add_outdented(out, text_string(&kept));
	text_free(&kept);
	return found;
}
