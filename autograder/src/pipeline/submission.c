/*
 * submission.c - find a stage's files in a folder.
 */
#include "pipeline/submission.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/files.h"

#define DEPTH_MAX 8

struct search {
	const struct course *course;
	const char *stage, *from;
	struct wanted *wanted;
	size_t count, entries;
	int depth;
	const char *folder;             /* below from; "" at its top           */
	struct text *problem;
	bool failed;
};

/* Is one of path's folders that of another stage, or hidden? */
static bool elsewhere(const struct course *course, const char *stage,
                      const char *path)
{
	const char *part = path, *slash;

	for (; (slash = strchr(part, '/')) != NULL; part = slash + 1) {
		size_t n = (size_t)(slash - part);
		if (part[0] == '.' && n > 1)
			return true;
		for (size_t i = 0; i < course->stages_count; i++)
			if (strlen(course->stages[i]) == n &&
			    strncmp(course->stages[i], part, n) == 0 &&
			    strcmp(course->stages[i], stage) != 0)
				return true;
	}
	return false;
}

/* NAME, STAGE/NAME or exercises/STAGE/NAME. */
static bool is_exact(const char *stage, const char *path, const char *name)
{
	if (text_starts(path, "./"))
		path += 2;
	if (text_starts(path, "exercises/"))
		path += strlen("exercises/");
	if (path_below(path, stage) != NULL)
		path = path_below(path, stage);
	return strcmp(path, name) == 0;
}

struct wanted *submission_wants(const struct course *course, const char *stage,
                                const char *path, struct wanted *wanted,
                                size_t count, bool *exact)
{
	const char *name = path_name(path);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(wanted[i].name, name) != 0)
			continue;
		if (elsewhere(course, stage, path))
			return NULL;
		*exact = is_exact(stage, path, name);
		return &wanted[i];
	}
	return NULL;
}

bool submission_seen(struct wanted *w, const char *path, bool exact)
{
	if (w->path != NULL && (w->exact || !exact)) {
		/* An exact one beats all others; else two are one too many. */
		if (w->exact == exact && w->other == NULL)
			w->other = must_copy(path);
		return false;
	}
	free(w->path);
	free(w->other);
	w->path = must_copy(path);
	w->other = NULL;
	w->exact = exact;
	w->too_large = false;
	text_cut(&w->bytes, 0);
	return true;
}

static void take_file(struct search *s, const char *path, const char *whole)
{
	bool exact;
	struct wanted *w = submission_wants(s->course, s->stage, path,
	                                    s->wanted, s->count, &exact);
	struct stat st;

	if (w == NULL || lstat(whole, &st) != 0)
		return;
	if (!S_ISREG(st.st_mode)) {
		w->passed_over = S_ISLNK(st.st_mode) ? "it is a link"
		                                     : "it is no regular file";
		return;
	}
	if (!submission_seen(w, path, exact))
		return;
	errno = 0;
	if (!file_read(whole, SUBMISSION_FILE_MAX, &w->bytes)) {
		w->too_large = errno == EFBIG;
		w->passed_over = "it can't be read";
		if (!w->too_large) {
			free(w->path);
			w->path = NULL;
		}
	}
}

static void search_folder(struct search *s, const char *folder);

static bool search_entry(const char *name, void *context)
{
	struct search *s = context;
	char *path = path_join(s->folder, name);
	char *whole = path_join(s->from, path);
	struct stat st;

	if (++s->entries > SUBMISSION_ENTRIES_MAX)
		s->failed = true;
	else if (lstat(whole, &st) == 0 && S_ISDIR(st.st_mode)) {
		if (name[0] != '.' && s->depth < DEPTH_MAX)
			search_folder(s, path);
	} else
		take_file(s, path, whole);
	free(whole);
	free(path);
	return !s->failed;
}

static void search_folder(struct search *s, const char *folder)
{
	char *whole = path_join(s->from, folder);
	const char *above = s->folder;

	s->folder = folder;
	s->depth++;
	folder_each(whole, search_entry, s);
	s->depth--;
	s->folder = above;
	free(whole);
}

/* The exact place alone: enough for nearly everyone, and cheap. */
static bool all_in_place(struct search *s)
{
	static const char *const above[] = { "", "", "exercises/" };
	bool all = true;

	for (size_t i = 0; i < s->count; i++) {
		for (int k = 0; k < 3 && s->wanted[i].path == NULL; k++) {
			char *path = must_format("%s%s%s%s", above[k],
			                         k > 0 ? s->stage : "",
			                         k > 0 ? "/" : "",
			                         s->wanted[i].name);
			char *whole = path_join(s->from, path);
			take_file(s, path, whole);
			free(whole);
			free(path);
		}
		all = all && s->wanted[i].path != NULL;
	}
	return all;
}

/* What the first look found is looked for once more by the whole search,
   which would take it for a second one: forget it. */
static void search_all(struct search *s)
{
	for (size_t i = 0; i < s->count; i++) {
		free(s->wanted[i].path);
		s->wanted[i].path = NULL;
		text_cut(&s->wanted[i].bytes, 0);
	}
	search_folder(s, "");
}

bool submission_read(const struct course *course, const char *stage,
                     const char *from, struct wanted *wanted, size_t count,
                     struct text *problem)
{
	if (is_file(from))
		return archive_read_wanted(course, stage, from, wanted, count,
		                           problem);
	if (!is_folder(from))
		return problem_set(problem, "There is no folder or archive %s.",
		                   from);
	struct search s = { .course = course, .stage = stage, .from = from,
	                    .wanted = wanted, .count = count, .folder = "",
	                    .problem = problem };
	if (!all_in_place(&s))
		search_all(&s);
	if (s.failed)
		problem_set(problem, "The folder holds more than %zu files.",
		            SUBMISSION_ENTRIES_MAX);
	return !s.failed;
}

void submission_free(struct wanted *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(wanted[i].path);
		free(wanted[i].other);
		text_free(&wanted[i].bytes);
	}
}
