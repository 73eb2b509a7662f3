/*
 * archive.c - find a stage's files in an archive.
 *
 * The archive is read once, in order; only wanted files are kept, in memory,
 * and nothing is ever written under a name that the archive chose. Every byte
 * that unpacking yields counts against the cap, wanted or not: a bomb ends
 * after 16 MiB.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "pipeline/submission.h"

struct unpack {
	const struct course *course;
	const char *stage;
	struct wanted *wanted;
	size_t count, entries, total;
	struct text *problem;
};

/* Does path lead outside: absolute, or with ".." in it? */
static bool leads_outside(const char *path)
{
	for (const char *part = path; part != NULL;) {
		const char *slash = strchr(part, '/');
		size_t n = slash != NULL ? (size_t)(slash - part) : strlen(part);
		if (n == 2 && memcmp(part, "..", 2) == 0)
			return true;
		part = slash != NULL ? slash + 1 : NULL;
	}
	return path[0] == '/';
}

static bool too_much(struct unpack *u)
{
	return problem_set(u->problem, "The archive unpacks to more than %zu "
	                   "MiB or %zu files.", SUBMISSION_TOTAL_MAX >> 20,
	                   SUBMISSION_ENTRIES_MAX);
}

/* Reads one entry's data; into (may be NULL) gets what fits. */
static bool read_data(struct unpack *u, struct archive *a, struct wanted *into)
{
	char buffer[16384];
	la_ssize_t n;

	while ((n = archive_read_data(a, buffer, sizeof buffer)) > 0) {
		u->total += (size_t)n;
		if (u->total > SUBMISSION_TOTAL_MAX)
			return too_much(u);
		if (into == NULL || into->too_large)
			continue;
		if (into->bytes.length + (size_t)n > SUBMISSION_FILE_MAX)
			into->too_large = true;
		else
			text_add_n(&into->bytes, buffer, (size_t)n);
	}
	return n == 0 || problem_set(u->problem, "The archive is damaged: %s.",
	                             archive_error_string(a));
}

static bool read_entry(struct unpack *u, struct archive *a,
                       struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);
	struct wanted *w = NULL;
	bool exact;

	if (++u->entries > SUBMISSION_ENTRIES_MAX)
		return too_much(u);
	if (path != NULL)
		w = submission_wants(u->course, u->stage, path, u->wanted,
		                     u->count, &exact);
	if (w == NULL)
		return read_data(u, a, NULL);
	if (archive_entry_filetype(entry) != AE_IFREG ||
	    archive_entry_hardlink(entry) != NULL)
		w->passed_over = "it is a link or a special file";
	else if (leads_outside(path))
		w->passed_over = "its path leads outside the archive";
	else if (submission_seen(w, path, exact))
		return read_data(u, a, w);
	return read_data(u, a, NULL);
}

static bool read_entries(struct unpack *u, struct archive *a)
{
	struct archive_entry *entry;
	int code;

	while ((code = archive_read_next_header(a, &entry)) == ARCHIVE_OK ||
	       code == ARCHIVE_WARN)
		if (!read_entry(u, a, entry))
			return false;
	return code == ARCHIVE_EOF ||
	       problem_set(u->problem, "The archive is damaged: %s.",
	                   archive_error_string(a));
}

/*
 * What students hand in, and no more: for some of its other formats libarchive
 * starts programs (lrzip, grzip), which would run outside of any sandbox, and each
 * reader is one more that a stranger's bytes can come to.
 */
static void choose_formats(struct archive *a)
{
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_zip(a);
	archive_read_support_format_7zip(a);
	archive_read_support_format_rar(a);
	archive_read_support_format_rar5(a);
}

bool archive_read_wanted(const struct course *course, const char *stage,
                         const char *from, struct wanted *wanted, size_t count,
                         struct text *problem)
{
	struct unpack u = { .course = course, .stage = stage, .wanted = wanted,
	                    .count = count, .problem = problem };
	struct archive *a = archive_read_new();

	choose_formats(a);
	bool ok = archive_read_open_filename(a, from, 16384) == ARCHIVE_OK;
	if (!ok)
		problem_set(problem, "%s is no folder and no archive that can be "
		            "read (zip, tar, 7z, rar).", path_name(from));
	ok = ok && read_entries(&u, a);
	for (size_t i = 0; ok && i < count; i++)
		text_add_n(&wanted[i].bytes, "", 0);
	archive_read_free(a);
	return ok;
}
