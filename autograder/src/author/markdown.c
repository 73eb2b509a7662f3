/*
 * markdown.c - see markdown.h.
 */
#include "author/markdown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"

static void read_lines(struct markdown *m, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		struct text line = TEXT_EMPTY;

		text_add_n(&line, text, n);
		m->lines = must_resize(m->lines, m->line_count + 1,
		                       sizeof *m->lines);
		m->lines[m->line_count++] = text_take(&line);
		text += n + (text[n] == '\n');
	}
}

/* Length of the run of fence characters that starts the line; 0 for none. */
static size_t fence_length(const char *line, char *which)
{
	size_t n;

	line += strspn(line, " ");
	if (*line != '`' && *line != '~')
		return 0;
	*which = *line;
	for (n = 0; line[n] == *which; n++)
		;
	return n >= 3 ? n : 0;
}

static void find_fences(struct markdown *m)
{
	size_t open = 0;
	char by = 0;

	m->fenced = must_alloc(m->line_count + 1);
	for (size_t i = 0; i < m->line_count; i++) {
		char which = 0;
		size_t n = fence_length(m->lines[i], &which);

		m->fenced[i] = open != 0;
		if (!open && n) {
			open = n;
			by = which;
			m->fenced[i] = true;
		} else if (open && n >= open && which == by) {
			open = 0;
		}
	}
}

/*
 * The anchor code hosts make from a heading: lower case, punctuation dropped,
 * spaces to hyphens. Bytes of UTF-8 letters stay; of the punctuation beyond ASCII,
 * the middle dot and dashes that our headings use are dropped.
 */
static char *anchor_of(const char *heading)
{
	struct text anchor = TEXT_EMPTY;

	for (const char *s = heading; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (text_starts(s, "\u00b7"))
			s += strlen("\u00b7") - 1;
		else if (c == 0xe2 && s[1] && s[2])
			s += 2;
		else if (isalnum(c) || c == '_' || c == '-' || c >= 0x80)
			text_add_n(&anchor, (char[]){ (char)tolower(c) }, 1);
		else if (c == ' ')
			text_add(&anchor, "-");
	}
	return anchor.bytes ? text_take(&anchor) : must_copy("");
}

/* A second heading of the same text gets "-1", the third "-2". */
static char *unique_anchor(const struct markdown *m, const char *heading)
{
	char *plain = anchor_of(heading);
	char *anchor = must_copy(plain);

	for (int n = 1; markdown_has_anchor(m, anchor); n++) {
		free(anchor);
		anchor = must_format("%s-%d", plain, n);
	}
	free(plain);
	return anchor;
}

static void find_headings(struct markdown *m)
{
	for (size_t i = 0; i < m->line_count; i++) {
		const char *line = m->lines[i];
		size_t level = strspn(line, "#");
		struct heading *h;

		if (m->fenced[i] || !level || level > 6 || line[level] != ' ')
			continue;
		m->headings = must_resize(m->headings, m->heading_count + 1,
		                          sizeof *m->headings);
		h = &m->headings[m->heading_count];
		h->level = (int)level;
		h->line = i + 1;
		h->text = must_copy(line + level + 1);
		h->anchor = unique_anchor(m, h->text);
		m->heading_count++;
	}
}

static void add_link(struct markdown *m, size_t line, const char *s, size_t n)
{
	struct text target = TEXT_EMPTY;

	text_add_n(&target, s, n);
	m->links = must_resize(m->links, m->link_count + 1, sizeof *m->links);
	m->links[m->link_count].line = line;
	m->links[m->link_count++].target = text_take(&target);
}

/* Adds what stands between each "open" and the next character of close. */
static void links_after(struct markdown *m, size_t line, const char *text,
                        const char *open, const char *close)
{
	while ((text = strstr(text, open)) != NULL) {
		text += strlen(open);
		add_link(m, line, text, strcspn(text, close));
	}
}

/* The line with the text of code spans blanked out: no links are in there. */
static char *without_code(const char *line)
{
	char *copy = must_copy(line);
	bool inside = false;

	for (char *s = copy; *s; s++) {
		if (*s == '`')
			inside = !inside;
		else if (inside)
			*s = ' ';
	}
	return copy;
}

static void find_links(struct markdown *m)
{
	for (size_t i = 0; i < m->line_count; i++) {
		char *line;

		if (m->fenced[i])
			continue;
		line = without_code(m->lines[i]);
		links_after(m, i + 1, line, "](", ") ");
		links_after(m, i + 1, line, "href=\"", "\"");
		links_after(m, i + 1, line, "src=\"", "\"");
		links_after(m, i + 1, line, "srcset=\"", "\"");
		if (*line == '[' && strstr(line, "]: "))
			links_after(m, i + 1, line, "]: ", " ");
		free(line);
	}
}

/* Text of "<!-- word: TEXT -->" in line; NULL when it is no such line. */
static char *tie_of(const char *line, const char *word)
{
	char *open = must_format("<!-- %s: ", word);
	const char *start = strstr(line, open);
	const char *end = start ? strstr(start, " -->") : NULL;
	struct text tie = TEXT_EMPTY;

	if (end) {
		start += strlen(open);
		text_add_n(&tie, start, (size_t)(end - start));
	}
	free(open);
	return end ? text_take(&tie) : NULL;
}

static void add_block(struct markdown *m, size_t at, char *tie, bool output)
{
	struct tied_block *b;
	size_t first = at + 1;
	char *hash = strchr(tie, '#');

	while (first < m->line_count && !m->lines[first][strspn(m->lines[first], " \t")])
		first++;
	if (first >= m->line_count || !m->fenced[first]) {
		m->loose = at + 1;
		free(tie);
		return;
	}
	m->blocks = must_resize(m->blocks, m->block_count + 1, sizeof *m->blocks);
	b = &m->blocks[m->block_count++];
	*b = (struct tied_block){ .line = at + 1, .first = first + 2,
	                          .output = output, .file = tie };
	if (hash) {
		*hash = '\0';
		b->region = must_copy(hash + 1);
	}
	for (b->end = b->first; b->end <= m->line_count; b->end++) {
		char by = 0, opened = 0;
		size_t n = fence_length(m->lines[first], &opened);

		if (fence_length(m->lines[b->end - 1], &by) >= n && by == opened)
			break;
	}
}

static void find_blocks(struct markdown *m)
{
	for (size_t i = 0; i < m->line_count; i++) {
		char *tie;

		if (m->fenced[i])
			continue;
		if ((tie = tie_of(m->lines[i], "listing")) != NULL)
			add_block(m, i, tie, false);
		else if ((tie = tie_of(m->lines[i], "output")) != NULL)
			add_block(m, i, tie, true);
	}
}

bool markdown_read(struct markdown *m, const char *path)
{
	struct text text = TEXT_EMPTY;
	bool read = file_read(path, 0, &text);

	*m = (struct markdown){ 0 };
	if (read) {
		read_lines(m, text_string(&text));
		find_fences(m);
		find_headings(m);
		find_links(m);
		find_blocks(m);
	}
	text_free(&text);
	return read;
}

void markdown_free(struct markdown *m)
{
	for (size_t i = 0; i < m->line_count; i++)
		free(m->lines[i]);
	for (size_t i = 0; i < m->heading_count; i++) {
		free(m->headings[i].text);
		free(m->headings[i].anchor);
	}
	for (size_t i = 0; i < m->link_count; i++)
		free(m->links[i].target);
	for (size_t i = 0; i < m->block_count; i++) {
		free(m->blocks[i].file);
		free(m->blocks[i].region);
	}
	free(m->lines);
	free(m->fenced);
	free(m->headings);
	free(m->links);
	free(m->blocks);
	*m = (struct markdown){ 0 };
}

bool markdown_has_anchor(const struct markdown *m, const char *anchor)
{
	char *id = must_format("id=\"%s\"", anchor);
	bool found = false;

	for (size_t i = 0; i < m->heading_count && !found; i++)
		found = strcmp(m->headings[i].anchor, anchor) == 0;
	for (size_t i = 0; i < m->line_count && !found; i++)
		found = !m->fenced[i] && strstr(m->lines[i], id);
	free(id);
	return found;
}

const struct heading *markdown_heading(const struct markdown *m, int level,
                                       const char *text)
{
	for (size_t i = 0; i < m->heading_count; i++) {
		const struct heading *h = &m->headings[i];

		if (h->level == level && strcmp(h->text, text) == 0)
			return h;
	}
	return NULL;
}

size_t markdown_section(const struct markdown *m, const struct heading *h,
                        size_t *end)
{
	*end = m->line_count + 1;
	for (const struct heading *next = h + 1;
	     next < m->headings + m->heading_count; next++) {
		if (next->level <= h->level) {
			*end = next->line;
			break;
		}
	}
	return h->line + 1;
}
