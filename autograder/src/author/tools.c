/*
 * tools.c - the versions of the tools whose words lessons quote.
 *
 * What Valgrind, a sanitizer, gdb or the compiler says changes from one version
 * to the next. The lessons show the words of one; whoever has another still
 * proves that each listing ends as it says, but not word for word.
 */
#include "author/author.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"

static const char record[] = "docs/recorded-with.txt";

static const char *const tools[] = { "gcc", "valgrind", "gdb" };

/* "12.2.0" of "gcc (Debian 12.2.0-14) 12.2.0", "3.19.0" of "valgrind-3.19.0". */
static void add_version(struct text *out, const char *said)
{
	size_t end = strcspn(said, "\n"), begin = end;

	while (begin > 0 && said[begin - 1] != ' ' && said[begin - 1] != '-')
		begin--;
	text_add_n(out, said + begin, end - begin);
}

/* Appends "gcc 12.2.0" and so on, a line for each tool. */
static void add_present(struct text *out)
{
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
		const char *argv[] = { tools[i], "--version", NULL };
		struct proc_outcome outcome;

		text_add_format(out, "%s ", tools[i]);
		if (proc_run(&(struct proc_spec){ .argv = argv, .seconds = 20 },
		             &outcome))
			add_version(out, text_string(&outcome.out));
		else
			text_add(out, "missing");
		text_add(out, "\n");
		proc_outcome_free(&outcome);
	}
}

/* Appends the lines of one text that the other has not, joined by commas. */
static void add_missing_lines(struct text *out, const char *lines,
                              const char *in)
{
	const char *comma = "";

	while (*lines) {
		size_t n = strcspn(lines, "\n");
		char *line = must_format("%.*s\n", (int)n, lines);

		if (!strstr(in, line)) {
			text_add_format(out, "%s%.*s", comma, (int)n, lines);
			comma = ", ";
		}
		lines += n + (lines[n] == '\n');
		free(line);
	}
}

bool tools_as_recorded(struct author *a, struct text *difference)
{
	struct text have = TEXT_EMPTY, want = TEXT_EMPTY;
	bool same;

	add_present(&have);
	author_read(a, record, &want);
	same = strcmp(text_string(&have), text_string(&want)) == 0;
	if (!same) {
		add_missing_lines(difference, text_string(&have),
		                  text_string(&want));
		text_add(difference, " here, recorded with ");
		add_missing_lines(difference, text_string(&want),
		                  text_string(&have));
	}
	text_free(&have);
	text_free(&want);
	return same;
}

bool tools_record(struct author *a)
{
	char *file = author_file(a, record);
	struct text have = TEXT_EMPTY;
	bool good;

	add_present(&have);
	good = file_write(file, text_string(&have), have.length);
	text_free(&have);
	free(file);
	return good;
}
