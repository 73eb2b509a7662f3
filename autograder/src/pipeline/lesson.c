/*
 * lesson.c - sections of the course's lessons.
 */
#include "pipeline/lesson.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"

#define LESSON_MAX ((size_t)1 << 20)

void lesson_anchor(struct text *out, const char *heading, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)heading[i];
		char small = (char)tolower(c);
		if (c == ' ')
			text_add(out, "-");
		else if (isalnum(c) || c == '-' || c == '_' || c >= 0x80)
			text_add_n(out, &small, 1);
	}
}

/* Text of the heading at line, without its marks; 0 length: none. */
static size_t heading_at(const char *line, const char **start)
{
	size_t marks = strspn(line, "#");
	size_t n;

	if (marks == 0 || marks > 6 || line[marks] != ' ')
		return 0;
	*start = line + marks + strspn(line + marks, " ");
	n = strcspn(*start, "\r\n");
	while (n > 0 && (*start)[n - 1] == ' ')
		n--;
	return n;
}

static bool anchor_is(const char *heading, size_t n, const char *anchor)
{
	struct text t = TEXT_EMPTY;
	bool same;

	lesson_anchor(&t, heading, n);
	same = strcmp(text_string(&t), anchor) == 0;
	text_free(&t);
	return same;
}

/* As a reader sees it, without the marks of code. */
static const char *plain_text(struct result *r, const char *heading, size_t n)
{
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < n; i++)
		if (heading[i] != '`')
			text_add_n(&t, heading + i, 1);
	const char *plain = result_text(r, text_string(&t));
	text_free(&t);
	return plain;
}

/* The heading with that anchor (NULL: the first one) as shown; or NULL. */
static const char *find_heading(struct result *r, const char *lesson,
                                const char *anchor)
{
	bool fenced = false;

	for (const char *line = lesson; *line != '\0';) {
		const char *start;
		size_t n = fenced ? 0 : heading_at(line, &start);
		if (text_starts(line, "```"))
			fenced = !fenced;
		if (n > 0 && (anchor == NULL || anchor_is(start, n, anchor)))
			return plain_text(r, start, n);
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return NULL;
}

static bool look_up(const struct grading *g, const char *stage,
                    const char *anchor, struct lesson_ref *ref)
{
	const char *shown = result_format(g->result, "lessons/%s/README.md",
	                                  stage);
	char *path = path_join(g->course->root, shown);
	struct text lesson = TEXT_EMPTY;
	const char *title = NULL;

	if (file_read(path, LESSON_MAX, &lesson))
		title = find_heading(g->result, text_string(&lesson), anchor);
	if (title != NULL)
		*ref = (struct lesson_ref){ shown,
			result_text(g->result, anchor), title };
	text_free(&lesson);
	free(path);
	return title != NULL;
}

static bool look_up_ref(const struct grading *g, const char *text,
                        struct lesson_ref *ref)
{
	const char *hash = strchr(text, '#');
	const char *stage = hash == NULL ? text :
		result_text_n(g->result, text, (size_t)(hash - text));

	return look_up(g, stage, hash != NULL ? hash + 1 : NULL, ref);
}

struct lesson_ref lesson_find(const struct grading *g, char *const *refs,
                              size_t count)
{
	struct lesson_ref ref = { NULL, NULL, NULL };
	const char *nearest = NULL;

	/* Stages sort by their number: first those already met. */
	for (size_t i = 0; i < count; i++)
		if (strncmp(refs[i], g->stage->name, 2) <= 0 &&
		    look_up_ref(g, refs[i], &ref))
			return ref;
	for (size_t i = 0; i < count; i++)
		if (strncmp(refs[i], g->stage->name, 2) > 0 &&
		    (nearest == NULL || strncmp(refs[i], nearest, 2) < 0) &&
		    look_up_ref(g, refs[i], &ref))
			nearest = refs[i];
	if (nearest == NULL && count > 0)
		look_up(g, g->stage->name, NULL, &ref);
	return ref;
}
