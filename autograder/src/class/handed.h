/*
 * handed.h - what a class has handed in, as a course management system exports it.
 *
 * The instructor has the export from the system; what is in it is from strangers.
 * Names are never followed out of the folder, links are not followed at all, and
 * nothing is run, but for git in a sandbox, which tells when a clone was committed.
 */
#ifndef CLASS_HANDED_H
#define CLASS_HANDED_H

#include <time.h>

#include "class/people.h"

enum handed_kind {
	HANDED_GRADESCOPE,         /* submission_metadata.yml, a folder each   */
	HANDED_MOODLE,             /* NAME_123_assignsubmission_file_...       */
	HANDED_CANVAS,             /* parkada_123_456_heap.c, all in one folder*/
	HANDED_FOLDERS,            /* a folder, clone or archive each          */
};

struct handed_file {
	char *path;                /* where it lies                            */
	char *name;                /* as the student called it, with folders   */
};

struct handed {
	struct traits who;
	struct handed_file *files;
	size_t count;
	time_t at;                 /* when; 0: not known                       */
	bool late;                 /* the system says so, not by how much      */
	char *clone;               /* folder of the git clone that it is; NULL */
};

struct handed_list {
	enum handed_kind kind;
	struct handed *items;
	size_t count;
};

/*
 * Finds the submissions in folder. Complaints are lines about what could not be used.
 * False with the problem said when the folder is nothing that is known.
 */
bool handed_read(const char *folder, struct handed_list *list, struct text *complaints,
                 struct text *problem);
void handed_free(struct handed_list *list);

/* "a Canvas export", ... */
const char *handed_kind_name(enum handed_kind kind);

/* The name's bytes before what says that it is an archive; 0: nothing does. */
size_t handed_archive_stem(const char *name);

/* For the readers of the kinds: adds an empty submission; a file to one; all files
   below path (a folder, or one file), called by what stands behind it. */
struct handed *handed_add(struct handed_list *list);
void handed_add_file(struct handed *h, const char *path, const char *name);
void handed_add_all(struct handed *h, const char *path);

/* The readers: false: folder is none of these. */
typedef bool handed_reader(const char *folder, struct handed_list *list,
                           struct text *complaints);
handed_reader handed_gradescope, handed_moodle, handed_canvas, handed_folders;

#endif
