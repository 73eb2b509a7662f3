/*
 * export.c - exports of course management systems: Gradescope's list of submissions, where
 * the input has a colon in its first line, else names of files, a line each.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "class/handed.h"

FUZZ_MUTATE(fuzz_mutate_lines)

static void write_names(const char *folder, const char *names)
{
	for (size_t count = 0; *names != '\0' && count < 20; count++) {
		size_t n = strcspn(names, "\n");
		char *name = must_format("%.*s", (int)n, names);
		char *path = path_join(folder, name);
		bool folder_wanted = n > 0 && name[n - 1] == '/';
		if (n > 0 && n < 200 && name[0] != '/' && strstr(name, "..") == NULL) {
			char *above = path_folder(path);
			folder_make(folder_wanted ? path : above);
			if (!folder_wanted)
				file_write(path, "x", 1);
			free(above);
		}
		free(path);
		free(name);
		names += n + (names[n] == '\n');
	}
}

static void judge(const struct handed_list *list, const char *folder)
{
	for (size_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < list->items[i].count; k++) {
			const struct handed_file *f = &list->items[i].files[k];
			if (path_below(f->path, folder) == NULL || strstr(f->path, "/../") != NULL)
				fuzz_wrong("a file was taken from outside of the export");
			if (f->name[0] == '\0' || f->name[0] == '/')
				fuzz_wrong("a file has no name of its own");
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *input = fuzz_string(data, size);
	char *folder = path_join(fuzz_folder(), "export");
	struct text problem = TEXT_EMPTY, complaints = TEXT_EMPTY;
	struct handed_list list;

	folder_remove(folder);
	folder_make(folder);
	if (memchr(input, ':', strcspn(input, "\n")) != NULL) {
		char *path = path_join(folder, "submission_metadata.yml");
		file_write(path, input, strlen(input));
		free(path);
		write_names(folder, "submission_1/heap.c\nsubmission_2/heap.c\n");
	} else {
		write_names(folder, input);
	}
	if (handed_read(folder, &list, &complaints, &problem)) {
		judge(&list, folder);
		handed_free(&list);
	}
	text_free(&complaints);
	text_free(&problem);
	free(folder);
	free(input);
	return 0;
}
