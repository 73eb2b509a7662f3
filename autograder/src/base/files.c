/*
 * files.c - paths and files.
 */
#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *path_join(const char *folder, const char *name)
{
	if (folder == NULL || folder[0] == '\0' || name[0] == '/')
		return must_copy(name);
	return must_format("%s%s%s", folder,
	                   text_ends(folder, "/") ? "" : "/", name);
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

char *path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return must_copy(".");
	if (slash == path)
		return must_copy("/");
	return must_format("%.*s", (int)(slash - path), path);
}

char *path_real(const char *path)
{
	return realpath(path, NULL);
}

const char *path_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	while (n > 0 && folder[n - 1] == '/')
		n--;
	if (strncmp(path, folder, n) != 0 || path[n] != '/')
		return NULL;
	while (path[n] == '/')
		n++;
	return path[n] != '\0' ? path + n : NULL;
}

bool is_file(const char *path)
{
	struct stat s;

	return stat(path, &s) == 0 && S_ISREG(s.st_mode);
}

bool is_plain_file(const char *path)
{
	struct stat s;

	return lstat(path, &s) == 0 && S_ISREG(s.st_mode);
}

bool is_folder(const char *path)
{
	struct stat s;

	return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* Appends all of fd, up to limit bytes (0: no limit). */
static bool read_all(int fd, size_t limit, struct text *t)
{
	size_t before = t->length;
	char buffer[16384];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof buffer)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text_add_n(t, buffer, (size_t)n);
		if (limit != 0 && t->length - before > limit) {
			errno = EFBIG;
			return false;
		}
	}
	text_add_n(t, "", 0);
	return true;
}

bool file_read(const char *path, size_t limit, struct text *t)
{
	/* O_NONBLOCK: opening a FIFO must not wait for a writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat s;

	if (fd < 0)
		return false;
	bool ok = fstat(fd, &s) == 0;
	if (ok && !S_ISREG(s.st_mode)) {
		errno = EINVAL;
		ok = false;
	}
	ok = ok && read_all(fd, limit, t);
	int saved = errno;
	close(fd);
	errno = saved;
	return ok;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, bytes, n);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes += written;
		n -= (size_t)written;
	}
	return true;
}

bool file_set(const char *path, const char *value)
{
	size_t n = strlen(value);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, value, n) == (ssize_t)n;

	if (fd >= 0)
		close(fd);
	return ok;
}

bool file_write(const char *path, const char *bytes, size_t n)
{
	char *temporary = must_format("%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC);
	bool ok = fd >= 0 && write_all(fd, bytes, n) && fchmod(fd, 0644) == 0;
	int saved = errno;

	if (fd >= 0 && close(fd) != 0 && ok) {
		saved = errno;
		ok = false;
	}
	if (ok && rename(temporary, path) != 0) {
		saved = errno;
		ok = false;
	}
	if (!ok && fd >= 0)
		unlink(temporary);
	free(temporary);
	errno = saved;
	return ok;
}

bool file_copy(const char *from, const char *to)
{
	struct text t = TEXT_EMPTY;
	bool ok = file_read(from, 0, &t) &&
	          file_write(to, text_string(&t), t.length);
	int saved = errno;

	text_free(&t);
	errno = saved;
	return ok;
}

bool folder_make(const char *path)
{
	char *copy = must_copy(path);
	bool ok = true;

	for (char *p = copy + 1; ok && *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = mkdir(copy, 0755) == 0 || errno == EEXIST;
		*p = '/';
	}
	ok = ok && (mkdir(copy, 0755) == 0 || errno == EEXIST);
	int saved = errno;
	free(copy);
	errno = saved;
	return ok;
}

static int remove_one(const char *path, const struct stat *s, int kind,
                      struct FTW *place)
{
	(void)s;
	(void)kind;
	(void)place;
	return remove(path);
}

bool folder_remove(const char *path)
{
	return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0;
}

char *folder_scratch(const char *prefix)
{
	const char *base = getenv("TMPDIR");
	char *path = must_format("%s/%s.XXXXXX",
	                         base != NULL && base[0] == '/' ? base : "/tmp",
	                         prefix);

	if (mkdtemp(path) != NULL)
		return path;
	free(path);
	return NULL;
}

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 &&
	       strcmp(entry->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

bool folder_each(const char *folder,
                 bool each(const char *name, void *context), void *context)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, not_dots, by_bytes);
	bool more = true;

	if (n < 0)
		return false;
	for (int i = 0; i < n; i++) {
		more = more && each(entries[i]->d_name, context);
		free(entries[i]);
	}
	free(entries);
	return true;
}

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;

	for (size_t i = 0; i < n; i++)
		seed = (seed ^ s[i]) * UINT64_C(0x100000001b3);
	return seed;
}

uint64_t hash_string(uint64_t seed, const char *string)
{
	/* The zero byte goes in, so that "a","bc" and "ab","c" differ. */
	return hash_bytes(seed, string, strlen(string) + 1);
}

bool hash_file(uint64_t *hash, const char *path)
{
	struct text t = TEXT_EMPTY;
	bool ok = file_read(path, 0, &t);

	if (ok)
		*hash = hash_bytes(*hash, text_string(&t), t.length + 1);
	text_free(&t);
	return ok;
}
