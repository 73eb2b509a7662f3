/*
 * folder.h - a music library: folders in folders, to any depth.
 *
 *     Music                   Music's first is Jazz,
 *       Jazz                  Jazz's first is Miles,
 *         Miles               Miles's next is Monk,
 *         Monk                Jazz's next is Pop.
 *       Pop                   The parent of Miles and of Monk is Jazz.
 *
 * The functions read the folders and change nothing. They ask for no memory,
 * and however deep the folders go, they need only a small, fixed amount of
 * stack. They may be asked about any folder of a library, the top included.
 * `root` and `at` must not be NULL.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include <stddef.h>
#include <stdint.h>

struct folder {
	const char *name;
	uintmax_t seconds;           /* of the songs right in this folder     */
	const struct folder *parent; /* the folder it is in; NULL: the top    */
	const struct folder *first;  /* the first one in it; NULL: none       */
	const struct folder *next;   /* the next in its parent; NULL: none    */
};

/*
 * A walk through root and all that is in it: every folder once, a folder
 * before those in it, and `first` before its `next`. It begins at root itself.
 * Returns the folder that comes after `at` in this walk, NULL after the last.
 * `at` must be root or lie in it. What stands beside root is not in it.
 */
const struct folder *folder_next(const struct folder *root,
                                 const struct folder *at);

/*
 * The seconds of all songs in root and in the folders inside it, at any depth.
 * (A sum that does not fit is modulo UINTMAX_MAX + 1.)
 */
uintmax_t folder_total(const struct folder *root);

/*
 * How many levels there are from root down to the deepest folder in it, both
 * included: 1 when root has no folders. It takes time in proportion to the
 * number of folders, not to that number times the depth.
 */
size_t folder_depth(const struct folder *root);

#endif
