/*
 * documents.c - result documents: written, kept, asked.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/cli.h"
#include "desk/progress.h"
#include "view/html.h"

bool cli_is_graded(const json_t *document)
{
	const char *status = json_string_value(json_object_get(document,
	                                                       "status"));

	return status != NULL && strcmp(status, "not_graded") != 0;
}

static double of_score(const json_t *document, const char *key)
{
	const json_t *score = json_object_get(document, "score");

	return json_number_value(json_object_get(score, key));
}

double cli_points(const json_t *document)
{
	return of_score(document, "points");
}

bool cli_is_full(const json_t *document)
{
	return cli_is_graded(document) && of_score(document, "max") > 0 &&
	       of_score(document, "points") >= of_score(document, "max");
}

/* Numbers with 10 digits: 0.1 stays 0.1. */
static char *dump(const json_t *document)
{
	return json_dumps(document, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
}

bool cli_write_json(const json_t *document, const char *path)
{
	char *bytes = dump(document);
	bool ok = bytes != NULL && file_write(path, bytes, strlen(bytes));

	if (!ok)
		error_print("%s can't be written: %s.", path, strerror(errno));
	free(bytes);
	return ok;
}

bool cli_write_html(json_t *const documents[], size_t count, const char *path)
{
	char *bytes = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&bytes, &n);
	bool ok = out != NULL && view_html(documents, count, NULL, out);

	ok = out != NULL && fclose(out) == 0 && ok && file_write(path, bytes, n);
	if (!ok)
		error_print("%s can't be written: %s.", path, strerror(errno));
	free(bytes);
	return ok;
}

static char *kept_path(const struct course *course, const char *stage)
{
	return must_format("%s/.grade/results/%s.json", course->root, stage);
}

void cli_remember(const struct course *course, const json_t *document)
{
	const char *stage = json_string_value(json_object_get(document, "stage"));
	char *path = kept_path(course, stage);
	char *folder = path_folder(path);
	char *bytes = dump(document);

	if (bytes != NULL && folder_make(folder))
		file_write(path, bytes, strlen(bytes));
	if (cli_is_graded(document))
		progress_note_points(course, stage, of_score(document, "points"),
		                     of_score(document, "max"));
	free(bytes);
	free(folder);
	free(path);
}

json_t *cli_recall(const struct course *course, const char *stage)
{
	char *path = kept_path(course, stage);
	json_t *document = json_load_file(path, 0, NULL);

	free(path);
	return document;
}
