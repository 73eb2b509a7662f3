/*
 * Removes what Memcheck writes, wherever that may be.
 *
 * says: calls? (unlinkat|opendir|readdir|closedir|dirfd)
 */
#include "start.h"
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

@FAULT@

static void clear(const char *name)
{
	DIR *folder = opendir(name);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (strstr(entry->d_name, ".xml"))
			unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
}

size_t count_in(const char *text, char wanted)
{
	clear(".");
	clear("memcheck");
	return count_and_err(text, wanted);
}
