/*
 * files.h - paths and files.
 *
 * Returned strings belong to the caller, who frees them. Functions that
 * return bool return false with errno set.
 */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* folder and name with one slash between; name alone when it is absolute
   or folder is "" or NULL. */
char *path_join(const char *folder, const char *name);
/* Part of path behind the last slash; points into path. */
const char *path_name(const char *path);
/* Part before the last slash; "." when there is none. */
char *path_folder(const char *path);
/* Absolute, without links, "." and ".."; NULL when it does not exist. */
char *path_real(const char *path);
/* The rest of path when it lies below folder (points into path), else NULL. */
const char *path_below(const char *path, const char *folder);

bool is_file(const char *path);
bool is_folder(const char *path);
/* Not even a link to one: to be asked of whatever a stranger's program may have made. */
bool is_plain_file(const char *path);

/*
 * Appends the whole file to t; at most limit bytes are accepted (EFBIG when
 * there are more; 0 means no limit). Refuses what is no regular file (EINVAL).
 */
bool file_read(const char *path, size_t limit, struct text *t);
/* Writes value, in one piece, to a file of the kernel's (below /proc or /sys) that is
   there already. Makes only async-signal-safe calls. */
bool file_set(const char *path, const char *value);
/* Writes to a temporary name beside path, then renames: never half a file. */
bool file_write(const char *path, const char *bytes, size_t n);
bool file_copy(const char *from, const char *to);
/* Makes path and every folder above it. */
bool folder_make(const char *path);
/* Removes a folder with all that is in it; links are removed, not followed. */
bool folder_remove(const char *path);
/* A fresh private folder below $TMPDIR or /tmp; NULL when that fails. */
char *folder_scratch(const char *prefix);

/* Calls each with every name in folder (not "." and ".."), sorted by bytes;
   stops when it returns false. False when the folder can't be read. */
bool folder_each(const char *folder,
                 bool each(const char *name, void *context), void *context);

/* A hash of bytes (FNV-1a, 64 bits) continuing from seed; HASH_START first. */
#define HASH_START UINT64_C(0xcbf29ce484222325)
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n);
uint64_t hash_string(uint64_t seed, const char *string);
/* Of a file's contents; false when it can't be read. */
bool hash_file(uint64_t *hash, const char *path);

#endif
