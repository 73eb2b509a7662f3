/*
 * stand_in.c - a map to read that the test chose, and a read with moods.
 *
 * open, read and close of the whole test program come here, since a program's
 * own functions go before the C library's. What is not about /proc/self/maps
 * is passed on to the system as it is. A text is served under the number of
 * a real descriptor (of /dev/null), so that it can't be taken for another.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE             /* O_TMPFILE, syscall */
#endif
#include "recorded.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST = 16 };

/* One opened map. */
struct opened {
	bool used;
	int file;
	const char *text;        /* NULL: the real map                         */
	size_t given;            /* bytes so far                               */
};

static struct opened all[MOST];

static struct {
	const char *text;
	size_t most, fail_after;
	bool interrupted, closed;
	unsigned calls;
} day = { NULL, SIZE_MAX, SIZE_MAX, false, false, 0 };

void map_is(const char *text)
{
	day.text = text;
	day.most = day.fail_after = SIZE_MAX;
	day.interrupted = day.closed = false;
	day.calls = 0;
}

void reads_give_at_most(size_t bytes) { day.most = bytes; }
void reads_are_interrupted(void) { day.interrupted = true; }
void reads_fail_after(size_t bytes) { day.fail_after = bytes; }
void map_can_not_be_opened(void) { day.closed = true; }

int maps_left_open(void)
{
	int open = 0;

	for (size_t i = 0; i < MOST; i++)
		open += all[i].used;
	return open;
}

char *word(enum region region)
{
	static const char *const words[] = {
		[REGION_UNKNOWN] = "unknown", [REGION_NONE] = "none",
		[REGION_TEXT] = "text", [REGION_READ_ONLY] = "read-only data",
		[REGION_DATA] = "data", [REGION_BSS] = "bss",
		[REGION_HEAP] = "heap", [REGION_STACK] = "stack",
		[REGION_MAPPED] = "mapped",
	};
	bool known = (unsigned)region <= REGION_MAPPED;

	return (char *)(uintptr_t)(known ? words[region] : "no region at all");
}

/* ---- the three calls ---------------------------------------------------- */

static struct opened *find(int file)
{
	for (size_t i = 0; i < MOST; i++)
		if (all[i].used && all[i].file == file)
			return &all[i];
	return NULL;
}

static int open_map(int flags)
{
	const char *path = day.text != NULL ? "/dev/null" : "/proc/self/maps";
	size_t i = 0;

	while (i < MOST && all[i].used)
		i++;
	if (i == MOST || day.closed) {
		errno = i == MOST ? EMFILE : EACCES;
		return -1;
	}
	int file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
	if (file >= 0)
		all[i] = (struct opened){ true, file, day.text, 0 };
	return file;
}

int open(const char *path, int flags, ...)
{
	va_list rest;

	if (strcmp(path, "/proc/self/maps") == 0)
		return open_map(flags);
	va_start(rest, flags);
	int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
	va_end(rest);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static ssize_t read_map(struct opened *map, void *bytes, size_t count)
{
	if (day.interrupted && day.calls++ % 3 < 2) {
		errno = EINTR;
		return -1;
	}
	if (map->given >= day.fail_after) {
		errno = EIO;
		return -1;
	}
	if (count > day.most)
		count = day.most;
	if (count > day.fail_after - map->given)
		count = day.fail_after - map->given;
	if (map->text != NULL) {
		size_t left = strlen(map->text + map->given);
		count = count < left ? count : left;
		memcpy(bytes, map->text + map->given, count);
	} else {
		count = (size_t)syscall(SYS_read, map->file, bytes, count);
	}
	if ((ssize_t)count > 0)
		map->given += count;
	return (ssize_t)count;
}

ssize_t read(int file, void *bytes, size_t count)
{
	struct opened *map = find(file);

	return map != NULL ? read_map(map, bytes, count) :
	                     syscall(SYS_read, file, bytes, count);
}

int close(int file)
{
	struct opened *map = find(file);

	if (map != NULL)
		map->used = false;
	return (int)syscall(SYS_close, file);
}
