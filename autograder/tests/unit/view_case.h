/*
 * view_case.h - documents and rendered text for the tests of the views.
 */
#ifndef VIEW_CASE_H
#define VIEW_CASE_H

#include "view/terminal.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Reads tests/fixtures/documents/NAME.json; the caller drops the reference. */
static inline json_t *document(const char *name)
{
	char path[256];
	json_error_t error;
	json_t *doc;

	snprintf(path, sizeof path, "autograder/tests/fixtures/documents/%s.json", name);
	doc = json_load_file(path, 0, &error);
	cr_assert_not_null(doc, "%s: %s", path, error.text);
	return doc;
}

/* What the terminal shows of DOC, without colour; the caller frees it. */
static inline char *on_terminal(const json_t *doc, struct view_options options)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	view_terminal(doc, out, options);
	fclose(out);
	return text;
}

static inline void expect_text(const char *text, const char *part)
{
	cr_expect(strstr(text, part) != NULL, "\"%s\" is missing in:\n%s", part, text);
}

static inline void expect_no_text(const char *text, const char *part)
{
	cr_expect(strstr(text, part) == NULL, "\"%s\" should not stand in:\n%s", part, text);
}

#endif
