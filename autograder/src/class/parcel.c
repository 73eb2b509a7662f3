/*
 * parcel.c - see parcel.h.
 */
#include "class/parcel.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "class/digest.h"
#include "pipeline/submission.h"

/* An archive that is kept as it is. What is larger is none that can be graded. */
#define RAW_MAX ((size_t)64 << 20)

_Static_assert(PARCEL_NAME == DIGEST_LENGTH + 1, "a parcel is named by a digest");

static bool is_wanted(const struct course *course, struct stage *const stages[],
                      const char *name)
{
	for (size_t i = 0; i < course->stages_count; i++)
		for (unsigned k = 0; k < stages[i]->files_count; k++)
			if (strcmp(stages[i]->files[k].name, name) == 0)
				return true;
	return false;
}

/* ---- a tar of ours ----------------------------------------------------- */

static la_ssize_t append(struct archive *a, void *context, const void *bytes, size_t n)
{
	(void)a;
	text_add_n(context, bytes, n);
	return (la_ssize_t)n;
}

/* The first bytes: one more than may be graded says that it is too large. Never through
   a link, nor from what would keep us waiting. */
static void read_start(const char *path, struct text *t)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char buffer[16384];
	ssize_t n;

	while (fd >= 0 && t->length <= SUBMISSION_FILE_MAX &&
	       (n = read(fd, buffer, sizeof buffer)) > 0)
		text_add_n(t, buffer, (size_t)n);
	if (t->length > SUBMISSION_FILE_MAX)
		text_cut(t, SUBMISSION_FILE_MAX + 1);
	if (fd >= 0)
		close(fd);
}

static void add_entry(struct archive *a, const struct handed_file *file)
{
	struct archive_entry *e = archive_entry_new();
	struct text t = TEXT_EMPTY;
	struct stat st;
	bool plain = lstat(file->path, &st) == 0 && S_ISREG(st.st_mode);

	archive_entry_set_pathname(e, file->name);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_filetype(e, plain ? AE_IFREG : AE_IFLNK);
	if (plain)
		read_start(file->path, &t);
	else
		archive_entry_set_symlink(e, "elsewhere");
	archive_entry_set_size(e, (la_int64_t)t.length);
	if (archive_write_header(a, e) == ARCHIVE_OK && t.length > 0)
		archive_write_data(a, t.bytes, t.length);
	text_free(&t);
	archive_entry_free(e);
}

static int by_name(const void *a, const void *b)
{
	const struct handed_file *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void make_tar(const struct handed_file *files[], size_t count, struct text *out)
{
	struct archive *a = archive_write_new();

	archive_write_set_format_pax_restricted(a);
	archive_write_set_bytes_in_last_block(a, 1);
	qsort(files, count, sizeof *files, by_name);
	if (archive_write_open(a, out, NULL, append, NULL) != ARCHIVE_OK)
		die("There is no memory left. Close other programs and try again.");
	for (size_t i = 0; i < count && out->length < SUBMISSION_TOTAL_MAX; i++)
		add_entry(a, files[i]);
	archive_write_close(a);
	archive_write_free(a);
}

/* ---- keeping ----------------------------------------------------------- */

static bool keep(const struct text *bytes, const char *folder, char name[PARCEL_NAME],
                 struct text *problem)
{
	struct digest d;

	digest_start(&d);
	digest_bytes(&d, text_string(bytes), bytes->length);
	digest_end(&d, name);
	char *path = path_join(folder, name);
	bool ok = is_file(path) || file_write(path, text_string(bytes), bytes->length) ||
	          problem_set(problem, "%s can't be written: %s.", path, strerror(errno));
	free(path);
	return ok;
}

/* The one archive that was handed in; NULL: none, or more. */
static const char *only_archive(const struct handed *h)
{
	const char *found = NULL;
	size_t archives = 0;

	for (size_t i = 0; i < h->count; i++)
		if (handed_archive_stem(h->files[i].name) > 0) {
			found = h->files[i].path;
			archives++;
		}
	return archives == 1 ? found : NULL;
}

bool parcel_make(const struct course *course, struct stage *const stages[],
                 const struct handed *h, const char *folder, char name[PARCEL_NAME],
                 struct text *problem)
{
	const struct handed_file **wanted = must_alloc((h->count + 1) * sizeof *wanted);
	struct text bytes = TEXT_EMPTY;
	size_t count = 0;

	for (size_t i = 0; i < h->count; i++)
		if (is_wanted(course, stages, path_name(h->files[i].name)))
			wanted[count++] = &h->files[i];
	const char *as_it_is = count == 0 ? only_archive(h) : NULL;
	if (as_it_is == NULL || !is_plain_file(as_it_is) ||
	    !file_read(as_it_is, RAW_MAX, &bytes)) {
		text_cut(&bytes, 0);
		make_tar(wanted, count, &bytes);
	}
	bool ok = keep(&bytes, folder, name, problem);
	text_free(&bytes);
	free(wanted);
	return ok;
}

/* ---- which stages ------------------------------------------------------ */

static bool in_folder_of(const char *path, const char *stage)
{
	const char *at = strstr(path, stage);
	size_t n = strlen(stage);

	return at != NULL && (at == path || at[-1] == '/') && at[n] == '/';
}

/* 0: not there; 1: a file of that name; 2: in the stage's folder. */
static int presence(const struct course *course, const struct stage *stage,
                    const char *path, const char **name)
{
	struct wanted *wanted = must_alloc(stage->files_count * sizeof *wanted);
	int found = 0;

	for (unsigned i = 0; i < stage->files_count; i++)
		wanted[i].name = stage->files[i].name;
	if (submission_read(course, stage->name, path, wanted, stage->files_count, NULL))
		for (unsigned i = 0; i < stage->files_count; i++) {
			if (wanted[i].path == NULL || stage->files[i].role == ROLE_OWN_TESTS)
				continue;
			int here = in_folder_of(wanted[i].path, stage->name) ? 2 : 1;
			if (here > found) {
				found = here;
				*name = stage->files[i].name;
			}
		}
	submission_free(wanted, stage->files_count);
	free(wanted);
	return found;
}

void parcel_stages(const struct course *course, struct stage *const stages[],
                   const char *path, bool holds[], const char **ambiguous)
{
	size_t count = course->stages_count, loose = 0, sure = 0;
	int *found = must_alloc(count * sizeof *found);
	const char *name = NULL;

	for (size_t i = 0; i < count; i++) {
		found[i] = presence(course, stages[i], path, &name);
		sure += found[i] == 2;
		loose += found[i] == 1;
	}
	*ambiguous = sure == 0 && loose > 1 ? name : NULL;
	for (size_t i = 0; i < count; i++)
		holds[i] = found[i] == 2 || (sure == 0 && loose == 1 && found[i] == 1);
	free(found);
}
