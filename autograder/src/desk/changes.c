/*
 * changes.c - see changes.h.
 *
 * Whatever the kernel tells is taken as a reason to look, not as the news
 * itself: a hash over the names and bytes of a folder's sources says whether
 * anything is different. Sources of an exercise are a few kilobytes.
 */
#include "desk/changes.h"

#include <errno.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/files.h"
#include "base/text.h"

/* Shared file systems whose names <linux/magic.h> of older systems lacks. */
#define MAGIC_CIFS   0xff534d42u
#define MAGIC_SMB2   0xfe534d42u
#define MAGIC_FUSE   0x65735546u
#define MAGIC_VBOX   0x786f4256u

struct folder {
	char *path;
	uint64_t seen;                  /* hash of its sources                 */
};

struct changes {
	int inotify;                    /* -1: polls                           */
	struct folder *folders;
	size_t count;
};

struct hashing { const char *folder; uint64_t hash; };

static bool hash_source(const char *name, void *context)
{
	struct hashing *h = context;

	if (name[0] != '.' && (text_ends(name, ".c") || text_ends(name, ".h"))) {
		char *path = path_join(h->folder, name);
		h->hash = hash_string(h->hash, name);
		hash_file(&h->hash, path);
		free(path);
	}
	return true;
}

static bool look(const char *folder, uint64_t *hash)
{
	struct hashing h = { folder, HASH_START };
	bool ok = folder_each(folder, hash_source, &h);

	*hash = h.hash;
	return ok;
}

/* Does this file system tell of changes that others make? */
static bool tells(const char *folder)
{
	struct statfs fs;

	if (statfs(folder, &fs) != 0)
		return true;
	switch ((uint32_t)fs.f_type) {
	case NFS_SUPER_MAGIC: case SMB_SUPER_MAGIC: case MAGIC_CIFS:
	case MAGIC_SMB2: case V9FS_MAGIC: case MAGIC_FUSE: case MAGIC_VBOX:
	case AFS_SUPER_MAGIC: case CODA_SUPER_MAGIC:
		return false;
	default:
		return true;
	}
}

static void listen_in(struct changes *c)
{
	c->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	for (size_t i = 0; c->inotify >= 0 && i < c->count; i++)
		if (inotify_add_watch(c->inotify, c->folders[i].path,
		                      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MODIFY |
		                      IN_DELETE | IN_MOVED_FROM) < 0) {
			close(c->inotify);
			c->inotify = -1;
		}
}

struct changes *changes_open(const char *const folders[], size_t count,
                             bool poll)
{
	struct changes *c = must_alloc(sizeof *c);

	*c = (struct changes){ .inotify = -1,
		.folders = must_alloc(count * sizeof *c->folders) };
	for (size_t i = 0; i < count; i++) {
		c->folders[i].path = must_copy(folders[i]);
		c->count++;
		poll = poll || !tells(folders[i]);
	}
	/* Listen first: a save between the look and the listening is seen. */
	if (!poll)
		listen_in(c);
	for (size_t i = 0; i < count; i++)
		if (!look(c->folders[i].path, &c->folders[i].seen)) {
			int error = errno;
			changes_close(c);
			errno = error;
			return NULL;
		}
	return c;
}

void changes_close(struct changes *c)
{
	if (c->inotify >= 0)
		close(c->inotify);
	for (size_t i = 0; i < c->count; i++)
		free(c->folders[i].path);
	free(c->folders);
	free(c);
}

bool changes_polls(const struct changes *c)
{
	return c->inotify < 0;
}

int changes_fd(const struct changes *c)
{
	return c->inotify;
}

/* Empties the queue; what was in it is of no interest. */
static void forget_news(int fd)
{
	char buffer[4096];

	while (fd >= 0 && read(fd, buffer, sizeof buffer) > 0)
		;
}

int changes_take(struct changes *c)
{
	forget_news(c->inotify);
	for (size_t i = 0; i < c->count; i++) {
		uint64_t now;
		if (look(c->folders[i].path, &now) && now != c->folders[i].seen) {
			c->folders[i].seen = now;
			return (int)i;
		}
	}
	return -1;
}
