/*
 * libc_debug.c - see libc_debug.h.
 */
#include "base/libc_debug.h"

#include <elf.h>
#include <link.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/files.h"
#include "base/text.h"

/* Where packages of debug files put them, by the build's number. */
#define INSTALLED "/usr/lib/debug/.build-id/"

/* ---- where it is ------------------------------------------------------- */

/* Debuggers look files up by the build's number, the content of a note in the library. */
static char *path_of_number(const unsigned char *number, size_t bytes)
{
	struct text path = TEXT_EMPTY;

	text_add(&path, INSTALLED);
	for (size_t i = 0; i < bytes; i++)
		text_add_format(&path, i == 1 ? "/%02x" : "%02x", number[i]);
	text_add(&path, ".debug");
	return text_take(&path);
}

static size_t padded(size_t bytes)
{
	return (bytes + 3) / 4 * 4;
}

/* The notes as they are in memory: a header, a name, a content, and the next. */
static char *path_in_notes(const unsigned char *notes, size_t bytes)
{
	ElfW(Nhdr) note;

	for (size_t at = 0; at + sizeof note <= bytes;) {
		memcpy(&note, notes + at, sizeof note);
		size_t name = at + sizeof note, content = name + padded(note.n_namesz);
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof ELF_NOTE_GNU &&
		    content + note.n_descsz <= bytes &&
		    memcmp(notes + name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0)
			return path_of_number(notes + content, note.n_descsz);
		at = content + padded(note.n_descsz);
	}
	return NULL;
}

/* Ends the search, by 1, at the C library that this program uses itself. */
static int look_at(struct dl_phdr_info *object, size_t size, void *context)
{
	char **path = context;

	(void)size;
	if (strcmp(path_name(object->dlpi_name), "libc.so.6") != 0)
		return 0;
	for (size_t i = 0; i < object->dlpi_phnum && *path == NULL; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type == PT_NOTE)
			/* NOLINTNEXTLINE(performance-no-int-to-ptr): ELF tells numbers. */
			*path = path_in_notes((const unsigned char *)(object->dlpi_addr +
			                      part->p_vaddr), part->p_memsz);
	}
	return 1;
}

static struct libc_debug files;
/* What our user and group are in a namespace of our own: the same. */
static char same_user[32], same_group[32];

/* The copy has the name that the file has below its folder. */
static char *path_of_copy(const char *build, const char *whole)
{
	return must_format("%s/debug/%s", build, whole + strlen(INSTALLED));
}

void libc_debug_find(const char *build)
{
	char *whole = NULL, *names = NULL;

	if (files.whole != NULL)
		return;
	dl_iterate_phdr(look_at, &whole);
	if (whole != NULL)
		names = path_of_copy(build, whole);
	if (names == NULL || !is_file(whole) || !is_file(names)) {
		free(whole);
		free(names);
		return;
	}
	files = (struct libc_debug){ whole, names };
	snprintf(same_user, sizeof same_user, "%u %u 1", geteuid(), geteuid());
	snprintf(same_group, sizeof same_group, "%u %u 1", getegid(), getegid());
}

const struct libc_debug *libc_debug_found(void)
{
	return files.whole != NULL ? &files : NULL;
}

/* ---- covered ------------------------------------------------------------ */

/* Root may mount; others only in a user namespace, where they stay who they are. */
static bool enter_namespace(void)
{
	if (geteuid() == 0)
		return unshare(CLONE_NEWNS) == 0;
	return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
	       file_set("/proc/self/setgroups", "deny") &&
	       file_set("/proc/self/uid_map", same_user) &&
	       file_set("/proc/self/gid_map", same_group);
}

void libc_debug_cover(const struct libc_debug *f)
{
	/* Words where the system looks at nothing, for Memcheck does. */
	if (enter_namespace() && mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0)
		mount(f->names, f->whole, "none", MS_BIND, NULL);
}
