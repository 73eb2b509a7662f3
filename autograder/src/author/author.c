/*
 * author.c - what the parts of the author's check share.
 */
#include "author/author.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"

char *author_path(const char *kind, const char *stage, const char *name)
{
	return must_format("%s/%s/%s", kind, stage, name);
}

char *author_file(const struct author *a, const char *path)
{
	return path_join(a->course->root, path);
}

bool author_read(const struct author *a, const char *path, struct text *text)
{
	char *file = author_file(a, path);
	bool read = file_read(file, 0, text);

	free(file);
	return read;
}

int author_line(const char *text, const char *needle)
{
	const char *found = strstr(text, needle);
	int line = 1;

	if (!found)
		return 0;
	for (; text < found; text++)
		line += *text == '\n';
	return line;
}

char *author_place(const char *file, size_t line)
{
	return line ? must_format("%s:%zu", file, line) : must_copy(file);
}

char *author_folder(struct author *a, const char *name)
{
	static atomic_uint serial;
	char *folder = must_format("%s/%u-%s", a->scratch,
	                           atomic_fetch_add(&serial, 1), name);

	folder_make(folder);
	return folder;
}

bool author_committed(const struct author *a, const char *path,
                      struct text *text)
{
	char *object = must_format("HEAD:./%s", path);
	const char *argv[] = { "git", "show", object, NULL };
	/* the minimal environment has another HOME: git must trust the folder */
	const char *env[] = { "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory",
	                      "GIT_CONFIG_VALUE_0=*", NULL };
	struct proc_spec spec = { .argv = argv, .env = env,
	                          .folder = a->course->root, .seconds = 10,
	                          .capture_max = 1 << 20 };
	struct proc_outcome outcome;
	bool shown = proc_run(&spec, &outcome);

	if (shown)
		text_add_n(text, text_string(&outcome.out), outcome.out.length);
	proc_outcome_free(&outcome);
	free(object);
	return shown;
}
