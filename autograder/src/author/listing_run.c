/*
 * listing_run.c - compile one listing, run it, and see how it ends.
 *
 * Listings are compiled from the course's root, so that their flags can name
 * any file of it, and run in a scratch folder under a name without a path, so
 * that what they print does not depend on where the course lies.
 */
#include "author/listings.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "pipeline/build.h"

/* Words that Memcheck's report of one kind holds; catalogue's and XML's names. */
static const struct valgrind_kind {
	const char *kind, *first, *second;
} valgrind_kinds[] = {
	{ "InvalidRead", "Invalid read of size", "" },
	{ "InvalidWrite", "Invalid write of size", "" },
	{ "InvalidFree", "Invalid free()", "" },
	{ "MismatchedFree", "Mismatched free()", "" },
	{ "UninitCondition", "depends on uninitialised value", "" },
	{ "UninitValue", "Use of uninitialised value", "" },
	{ "SyscallParam", "points to uninitialised byte", "" },
	{ "Overlap", "Source and destination overlap", "" },
	{ "FishyValue", "fishy", "" },
	{ "Leak_DefinitelyLost", "definitely lost in loss record", "" },
	{ "Leak_IndirectlyLost", "indirectly lost in loss record", "" },
	{ "Leak_PossiblyLost", "possibly lost in loss record", "" },
	{ "Leak_StillReachable", "still reachable in loss record", "" },
	{ "read-before-block", "Invalid read of size", "before a block" },
	{ "read-after-block", "Invalid read of size", "after a block" },
	{ "write-before-block", "Invalid write of size", "before a block" },
	{ "write-after-block", "Invalid write of size", "after a block" },
	{ "use-after-free-read", "Invalid read of size", "free'd" },
	{ "use-after-free-write", "Invalid write of size", "free'd" },
	{ "double-free", "Invalid free()", "free'd" },
	{ "free-interior", "Invalid free()", "inside a block" },
	{ "free-stack", "Invalid free()", "stack" },
	{ "free-static", "Invalid free()", "data symbol" },
	{ "mismatched-free", "Mismatched free()", "" },
	{ "uninitialised-jump", "depends on uninitialised value", "" },
	{ "uninitialised-use", "Use of uninitialised value", "" },
	{ "uninitialised-syscall", "points to uninitialised byte", "" },
	{ "leak-definite", "definitely lost in loss record", "" },
	{ "leak-indirect", "indirectly lost in loss record", "" },
	{ "leak-possible", "possibly lost in loss record", "" },
	{ "leak-reachable", "still reachable in loss record", "" },
	{ "fishy-size", "fishy", "" },
	{ "overlap-copy", "Source and destination overlap", "" },
};

char *directive_field(const char *line, const char *key)
{
	size_t n = strlen(key);

	while (line && *line) {
		struct text value = TEXT_EMPTY;
		size_t length;

		line += strspn(line, " ");
		length = strcspn(line, ";\n");
		if (strncmp(line, key, n) == 0 && line[n] == '=') {
			while (length > n + 1 && line[length - 1] == ' ')
				length--;
			text_add_n(&value, line + n + 1, length - n - 1);
			return text_take(&value);
		}
		line = line[length] == ';' ? line + length + 1 : NULL;
	}
	return must_copy("");
}

/* Turns the two characters \n into a newline, in place. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (s[0] == '\\' && s[1] == 'n') {
			*to++ = '\n';
			s++;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

static const char lead[] = "// run:";

const char *directive_find(const char *source)
{
	const char *end = source + strlen(source), *last = end;

	while (last > source && last[-1] == '\n')
		last--;
	while (last > source && last[-1] != '\n')
		last--;
	return text_starts(last, lead) ? last : end;
}

size_t directive_astray(const char *source)
{
	const char *last = directive_find(source);

	for (size_t line = 1; source < last; line++) {
		if (text_starts(source, lead))
			return line;
		source += strcspn(source, "\n");
		source += *source == '\n';
	}
	return 0;
}

void directive_read(struct directive *d, const char *source)
{
	const char *found = directive_find(source);
	const char *line = *found ? found + sizeof lead - 1 : "";
	char *mask = directive_field(line, "mask");
	char *words = directive_field(line, "words");

	d->flags = directive_field(line, "flags");
	d->expect = directive_field(line, "expect");
	d->tool = directive_field(line, "tool");
	d->commands = directive_field(line, "commands");
	d->args = directive_field(line, "args");
	d->env = directive_field(line, "env");
	d->stdin_text = directive_field(line, "stdin");
	unescape(d->stdin_text);
	if (text_starts(d->expect, "valgrind:")) {
		free(d->tool);
		d->tool = must_copy("valgrind");
	}
	d->mask = strcmp(mask, "addresses") == 0 || *d->tool;
	d->quotes = *d->tool || strstr(d->flags, "-fsanitize") ||
	            strcmp(d->expect, "compile-error") == 0 ||
	            strcmp(words, "tools") == 0;
	free(words);
	free(mask);
}

void directive_free(struct directive *d)
{
	free(d->flags);
	free(d->expect);
	free(d->tool);
	free(d->commands);
	free(d->args);
	free(d->env);
	free(d->stdin_text);
}

bool listing_quotes(const struct author *a, const char *path)
{
	struct text source = TEXT_EMPTY;
	struct directive d;
	bool quotes;

	author_read(a, path, &source);
	directive_read(&d, text_string(&source));
	quotes = d.quotes;
	directive_free(&d);
	text_free(&source);
	return quotes;
}

/* ---- what is recorded -------------------------------------------------- */

/* Length of "==123==" or "--123--" at s, else 0. */
static size_t pid_mark(const char *s)
{
	size_t n = 2;

	if ((s[0] != '=' || s[1] != '=') && (s[0] != '-' || s[1] != '-'))
		return 0;
	while (isdigit((unsigned char)s[n]))
		n++;
	return n > 2 && s[n] == s[0] && s[n + 1] == s[0] ? n + 2 : 0;
}

void listing_mask(struct text *out, const char *s)
{
	while (*s) {
		size_t n;

		if (s[0] == '0' && s[1] == 'x' && isxdigit((unsigned char)s[2])) {
			n = 2 + strspn(s + 2, "0123456789abcdefABCDEF");
			text_add(out, n == 3 && s[2] == '0' ? "0x0" : "0x...");
			s += n;
		} else if ((n = pid_mark(s)) != 0) {
			text_add_format(out, "%c%cPID%c%c", *s, *s, *s, *s);
			s += n;
		} else {
			text_add_n(out, s++, 1);
		}
	}
}

/* Length of "(process 123" or "LWP 123" at s, without the number; else 0. */
static size_t pid_words(const char *s)
{
	static const char *const words[] = { "(process ", "LWP " };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_starts(s, words[i]) &&
		    isdigit((unsigned char)s[strlen(words[i])]))
			return strlen(words[i]);
	return 0;
}

void listing_session(struct text *out, const char *s)
{
	bool begins = true;

	while (*s) {
		size_t n = pid_words(s);

		if (begins && *s == '+') {
			text_add(out, "(gdb) ");
			s++;
		} else if (n) {
			text_add_format(out, "%.*sPID", (int)n, s);
			s += n + strspn(s + n, "0123456789");
		} else {
			begins = *s == '\n';
			text_add_n(out, s++, 1);
		}
	}
}

/* Appends text without the listing's folder, which readers need not see. */
static void add_without(struct text *out, const char *s, const char *folder)
{
	size_t n = strlen(folder);

	while (*s) {
		if (strncmp(s, folder, n) == 0 && s[n] == '/')
			s += n + 1;
		else
			text_add_n(out, s++, 1);
	}
}

/* Appends text without the folders that it was compiled from and run in. */
static void add_plain(struct text *out, const struct text *text,
                      const char *folder, const char *scratch)
{
	struct text shorter = TEXT_EMPTY;

	add_without(&shorter, text_string(text), scratch);
	add_without(out, text_string(&shorter), folder);
	text_free(&shorter);
}

/* scratch: the folder where it ran. */
static void record(struct text *output, const struct proc_outcome *o,
                   const char *folder, const char *scratch, bool mask)
{
	struct text plain = TEXT_EMPTY;

	add_plain(&plain, &o->out, folder, scratch);
	add_plain(&plain, &o->err, folder, scratch);
	if (mask)
		listing_mask(output, text_string(&plain));
	else
		text_add(output, text_string(&plain));
	text_free(&plain);
}

/* Standard error, where gdb speaks of the machine that it runs on, stays out. */
static void record_session(struct text *output, const struct proc_outcome *o,
                           const char *folder, const char *scratch)
{
	struct text plain = TEXT_EMPTY, said = TEXT_EMPTY;

	add_plain(&plain, &o->out, folder, scratch);
	listing_session(&said, text_string(&plain));
	listing_mask(output, text_string(&said));
	text_free(&said);
	text_free(&plain);
}

/* ---- running ----------------------------------------------------------- */

static bool compile(const struct author *a, const struct directive *d,
                    const char *path, const char *program,
                    struct proc_outcome *outcome)
{
	struct args command = ARGS_EMPTY;
	bool compiled;

	args_add(&command, "gcc");
	args_add_words(&command, BUILD_STUDENT_FLAGS);
	args_add(&command, path);
	args_add_words(&command, d->flags);
	args_add(&command, "-o");
	args_add(&command, program);
	compiled = proc_run(&(struct proc_spec){ .argv = args_vector(&command),
	                                         .folder = a->course->root,
	                                         .seconds = 60 }, outcome);
	args_free(&command);
	return compiled;
}

static bool uses_gdb(const struct directive *d)
{
	return strcmp(d->tool, "gdb") == 0;
}

/*
 * gdb obeys the file of commands and echoes each. What would differ from one
 * machine to the next is switched off, or said on standard error.
 */
static void add_gdb(struct args *command, const char *commands)
{
	static const char *const settings[] = {
		"set confirm off", "set debuginfod enabled off",
		"set libthread-db-search-path /nowhere",
		"set can-use-hw-watchpoints 0",
		"set trace-commands on",
	};

	args_add_words(command, "gdb -q -nx -batch");
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		args_add(command, "-iex");
		args_add(command, settings[i]);
	}
	args_add(command, "-x");
	args_add(command, commands);
	args_add(command, "--args");
}

/* commands: the file for gdb, when that is the tool. */
static void run(const struct directive *d, const char *folder,
                const char *program, const char *words, const char *input,
                const char *commands, struct proc_outcome *outcome)
{
	struct args command = ARGS_EMPTY;
	/* a dumb terminal and a fixed width keep tools from adapting */
	const char *env[] = { "TERM=dumb", "COLUMNS=80",
	                      *d->env ? d->env : NULL, NULL };

	if (input) {
		args_add(&command, "sh");
		args_add(&command, "-c");
		args_add(&command, "f=$1; shift; exec \"$@\" <\"$f\"");
		args_add(&command, "sh");
		args_add(&command, input);
	}
	if (uses_gdb(d)) {
		add_gdb(&command, commands);
	} else if (*d->tool) {
		args_add_words(&command, d->tool);
		args_add_words(&command, "-q --leak-check=full "
		                         "--show-leak-kinds=all --track-origins=yes");
	}
	args_add_format(&command, "./%s", path_name(program));
	args_add_words(&command, words);
	proc_run(&(struct proc_spec){ .argv = args_vector(&command),
	                              .folder = folder, .env = env,
	                              /* a busy machine is no fault of theirs */
	                              .seconds = 120, .cpu_seconds = 20,
	                              .capture_max = 1 << 20 }, outcome);
	args_free(&command);
}

static bool shows_kind(const char *report, const char *kind)
{
	for (size_t i = 0; i < sizeof valgrind_kinds / sizeof *valgrind_kinds; i++)
		if (strcmp(valgrind_kinds[i].kind, kind) == 0)
			return strstr(report, valgrind_kinds[i].first) &&
			       strstr(report, valgrind_kinds[i].second);
	return false;
}

static bool ended_as_expected(const struct directive *d,
                              const struct proc_outcome *o,
                              struct text *problem)
{
	const char *expect = *d->expect ? d->expect : "exit:0";
	bool good = false;

	if (text_starts(expect, "exit:"))
		good = o->end == PROC_EXITED && o->code == atoi(expect + 5);
	else if (text_starts(expect, "signal:"))
		good = o->end == PROC_SIGNALLED &&
		       strcmp(signal_name(o->code) + 3, expect + 7) == 0;
	else if (text_starts(expect, "valgrind:"))
		good = shows_kind(text_string(&o->err), expect + 9);
	if (good)
		return true;
	text_add_format(problem, "expected %s, but: ", expect);
	proc_describe(o, problem);
	text_add_format(problem, "\n%s%s", text_string(&o->out),
	                text_string(&o->err));
	return false;
}

/* Writes the directive's input where sh can read it; NULL when it has none. */
static char *write_input(const struct directive *d, const char *folder)
{
	char *path;

	if (!*d->stdin_text)
		return NULL;
	path = path_join(folder, "input");
	file_write(path, d->stdin_text, strlen(d->stdin_text));
	return path;
}

/* Runs the compiled listing in folder. hide: the folder it comes from. */
static bool run_program(struct author *a, const struct directive *d,
                        const char *folder, const char *program,
                        const char *args, const char *input, const char *hide,
                        struct text *output, struct text *problem)
{
	char *own = write_input(d, folder);
	char *beside = path_join(hide, d->commands);
	char *commands = author_file(a, beside);
	struct proc_outcome outcome;
	bool good;

	run(d, folder, program, args ? args : d->args, input ? input : own,
	    commands, &outcome);
	good = ended_as_expected(d, &outcome, problem);
	if (uses_gdb(d) && !is_file(commands)) /* no fault for gdb */
		good = problem_set(problem, "gdb's commands=%s: there is no "
		                   "such file beside it.", d->commands);
	if (uses_gdb(d))
		record_session(output, &outcome, hide, folder);
	else
		record(output, &outcome, hide, folder, d->mask);
	proc_outcome_free(&outcome);
	free(commands);
	free(beside);
	free(own);
	return good;
}

/* Compiles and runs the listing with this source. */
static bool run_source(struct author *a, const char *path, const char *source,
                       const char *args, const char *input,
                       struct text *output, struct text *problem)
{
	char *folder = author_folder(a, "listing");
	char *hide = path_folder(path);
	char *program = must_format("%s/%.*s", folder,
	                            (int)strcspn(path_name(path), "."),
	                            path_name(path));
	struct proc_outcome outcome;
	struct directive d;
	bool compiled, good;

	directive_read(&d, source);
	compiled = compile(a, &d, path, program, &outcome);
	good = compiled != (strcmp(d.expect, "compile-error") == 0);
	if (!good)
		text_add_format(problem, "%s\n%s", compiled ?
		                "it compiles, and was said not to" :
		                "it does not compile", text_string(&outcome.err));
	else if (!compiled)
		record(output, &outcome, hide, folder, d.mask);
	else
		good = run_program(a, &d, folder, program, args, input, hide,
		                   output, problem);
	proc_outcome_free(&outcome);
	directive_free(&d);
	folder_remove(folder);
	free(program);
	free(hide);
	free(folder);
	return good;
}

bool listing_run(struct author *a, const char *path, const char *args,
                 const char *input, struct text *output, struct text *problem)
{
	struct text source = TEXT_EMPTY;
	size_t astray;
	bool good;

	author_read(a, path, &source);
	astray = directive_astray(text_string(&source));
	if (astray)
		good = problem_set(problem, "line %zu holds the directive "
		                   "(\"%s\"). Move it to the last line: the "
		                   "lesson does not show it, and the lines above "
		                   "it keep their numbers.", astray, lead);
	else
		good = run_source(a, path, text_string(&source), args, input,
		                  output, problem);
	text_free(&source);
	return good;
}
