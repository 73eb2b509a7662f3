/*
 * Removes what Memcheck writes.
 *
 * says: calls? (unlink|opendir|readdir|closedir)
 */
#include "start.h"
#include <dirent.h>
#include <unistd.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	DIR *folder = opendir("memcheck");
	struct dirent *entry;
	while (folder && (entry = readdir(folder)))
		unlink(entry->d_name);
	return 0;
}
