/*
 * toolchain.c - versions of the tools that the grader runs.
 */
#include "pipeline/toolchain.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/proc.h"

static const struct tool { const char *name, *path, *option; } tools[] = {
	{ "gcc", "/usr/bin/gcc", "-dumpfullversion" },
	{ "valgrind", "/usr/bin/valgrind", "--version" },
	{ "gcovr", "/usr/bin/gcovr", "--version" },
};
#define TOOL_COUNT (sizeof tools / sizeof *tools)

/* A line that changes when one of the programs does. */
static void describe_programs(struct text *t)
{
	uint64_t key = HASH_START;

	for (size_t i = 0; i < TOOL_COUNT; i++) {
		struct stat s;
		if (stat(tools[i].path, &s) != 0)
			memset(&s, 0, sizeof s);
		key = hash_bytes(key, &s.st_size, sizeof s.st_size);
		key = hash_bytes(key, &s.st_mtim, sizeof s.st_mtim);
	}
	text_add_format(t, "%016llx\n", (unsigned long long)key);
}

static void ask(const struct tool *tool, struct text *versions)
{
	const char *argv[] = { tool->path, tool->option, NULL };
	struct proc_spec spec = { .argv = argv, .seconds = 20 };
	struct proc_outcome o;

	if (proc_run(&spec, &o)) {
		const char *line = text_string(&o.out);
		line += strcspn(line, "0123456789");
		text_add_format(versions, "%s%s %.*s",
		                versions->length != 0 ? ", " : "", tool->name,
		                (int)strcspn(line, " \n"), line);
	}
	proc_outcome_free(&o);
}

void toolchain_versions(const struct course *course, struct text *versions)
{
	char *path = path_join(course->build, "tools.txt");
	struct text key = TEXT_EMPTY, kept = TEXT_EMPTY;

	describe_programs(&key);
	if (file_read(path, 4096, &kept) &&
	    text_starts(text_string(&kept), text_string(&key))) {
		text_add(versions, text_string(&kept) + key.length);
	} else {
		for (size_t i = 0; i < TOOL_COUNT; i++)
			ask(&tools[i], versions);
		text_add(&key, text_string(versions));
		/* Not kept: asked again next time, no harm done. */
		file_write(path, text_string(&key), key.length);
	}
	text_free(&key);
	text_free(&kept);
	free(path);
}
