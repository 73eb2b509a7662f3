/*
 * submission.h - find a stage's files in what was handed in.
 *
 * A submission is a folder or an archive. A wanted file is looked for by its
 * exact place first, then by its name anywhere; two of one name are never
 * guessed between. Nothing is trusted: only regular files are read, sizes and
 * counts are capped, names that lead outside are passed over.
 */
#ifndef SUBMISSION_H
#define SUBMISSION_H

#include "base/text.h"
#include "stage/stage.h"

#define SUBMISSION_FILE_MAX    ((size_t)1 << 20)
#define SUBMISSION_TOTAL_MAX   ((size_t)16 << 20)
#define SUBMISSION_ENTRIES_MAX ((size_t)1000)

/* One wanted file. */
struct wanted {
	const char *name;               /* as the manifest says                */
	char *path;                     /* where it was, below the submission;
	                                   NULL: not found                     */
	char *other;                    /* a second one; NULL: none            */
	bool exact;                     /* path is its exact place             */
	const char *passed_over;        /* why one of that name was not taken  */
	bool too_large;
	struct text bytes;
};

/*
 * Fills wanted[0..count) from folder or archive. course tells which folders
 * belong to other stages. False with the problem said when there is no such
 * thing or it is over a cap.
 */
bool submission_read(const struct course *course, const char *stage,
                     const char *from, struct wanted *wanted, size_t count,
                     struct text *problem);
void submission_free(struct wanted *wanted, size_t count);

/* For submission.c and archive.c: judges a place, relative to the submission.
   NULL: not wanted here (no such name, or in another stage's folder). */
struct wanted *submission_wants(const struct course *course, const char *stage,
                                const char *path, struct wanted *wanted,
                                size_t count, bool *exact);
/* Notes that w was seen at path; true when its bytes are to be read. */
bool submission_seen(struct wanted *w, const char *path, bool exact);

/* The same for an archive; submission_read calls it. */
bool archive_read_wanted(const struct course *course, const char *stage,
                         const char *from, struct wanted *wanted, size_t count,
                         struct text *problem);

#endif
