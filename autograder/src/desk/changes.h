/*
 * changes.h - tells when a file in one of several folders was saved.
 *
 * Where the kernel tells (inotify), nothing is asked for meanwhile. Network
 * and shared file systems do not tell of changes made elsewhere: there, and
 * where inotify is not to be had, the folders are looked through every
 * CHANGES_POLL_SECONDS.
 */
#ifndef DESK_CHANGES_H
#define DESK_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#define CHANGES_POLL_SECONDS 0.5

struct changes;

/*
 * Watches the folders (absolute; copied), all of which must exist. poll: look
 * through them even where the kernel tells. NULL with errno set when a folder can't
 * be read.
 */
struct changes *changes_open(const char *const folders[], size_t count,
                             bool poll);
void changes_close(struct changes *c);

/* Is it looking through the folders, and not being told? */
bool changes_polls(const struct changes *c);
/* Readable when something may have changed; -1 when it polls. */
int changes_fd(const struct changes *c);

/*
 * The index of a folder in which a file was saved since the last call, or -1.
 * Only files that end in .c or .h count, and only when their bytes differ:
 * editors save in many ways, and some write what was there already.
 */
int changes_take(struct changes *c);

#endif
