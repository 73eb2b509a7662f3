/*
 * words.c - see words.h.
 */
#include "words.h"
#include "doc.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void words_add(struct words *words, const char *format, ...)
{
	static const char cut[] = "...";
	size_t used = strlen(words->text);
	size_t room = sizeof words->text - used;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(words->text + used, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length < room)
		return;
	used = sizeof words->text - sizeof cut;
	while (used > 0 && ((unsigned char)words->text[used] & 0xc0) == 0x80)
		used--;                    /* not within a character */
	memcpy(words->text + used, cut, sizeof cut);
}

/* Starts the next part of a list whose parts are parted by BETWEEN. */
static void next_part(struct words *words, const char *between)
{
	if (words->text[0] != '\0')
		words_add(words, "%s", between);
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

struct words words_points(double points)
{
	struct words words = { "" };
	double tenths = round(points * 10);

	if (fmod(tenths, 10) == 0)
		words_add(&words, "%.0f", tenths / 10);
	else
		words_add(&words, "%.1f", tenths / 10);
	return words;
}

struct words words_headline(const json_t *doc)
{
	struct words words = { "" };
	const json_t *score = doc_object(doc, "score");
	const char *stage = doc_text(doc, "stage");

	words_add(&words, "%s: ", stage != NULL ? stage : "unknown stage");
	if (score == NULL || doc_is(doc, "status", "not_graded"))
		words_add(&words, "not graded");
	else
		words_add(&words, "%s of %s points", words_points(doc_real(score, "points")).text,
		          words_points(doc_real(score, "max")).text);
	return words;
}

static bool phase_ran(const json_t *doc, const char *name)
{
	const json_t *phase = doc_object(doc_object(doc, "phases"), name);

	return doc_is(phase, "status", "ok") || doc_is(phase, "status", "failed");
}

static void tests_detail(struct words *words, const struct doc_counts *counts)
{
	size_t failed = counts->tests - counts->passed - counts->unfinished;

	if (counts->tests == 0)
		words_add(words, "No test ran");
	else if (counts->passed == counts->tests)
		words_add(words, counts->tests == 1 ? "Its one test passes"
		          : "All %zu tests pass", counts->tests);
	else if (failed > 0)
		words_add(words, "%zu of %zu tests fail%s", failed, counts->tests,
		          failed == 1 ? "s" : "");
	if (counts->later > 0) {
		next_part(words, "; ");
		words_add(words, "%zu more run%s when you hand in", counts->later,
		          counts->later == 1 ? "s" : "");
	}
	if (counts->unfinished > 0 && counts->tests > 0) {
		next_part(words, "; ");
		words_add(words, "%zu never finished", counts->unfinished);
	}
}

static void memory_detail(struct words *words, const json_t *doc,
                          const struct doc_counts *counts)
{
	if (counts->memory_errors > 0)
		words_add(words, "; %zu memory error%s", counts->memory_errors,
		          plural(counts->memory_errors));
	else if (phase_ran(doc, "memcheck") && counts->memory_tests == 0)
		words_add(words, "; no memory error");
}

static void own_detail(struct words *words, const json_t *doc, const struct doc_counts *counts)
{
	const json_t *own = doc_object(doc, "own");

	if (!doc_bool(own, "present") || !phase_ran(doc, "own_tests"))
		return;
	if (doc_text(own, "problem") != NULL || !doc_bool(own, "passes_reference"))
		words_add(words, "; your own tests need a look");
	else if (counts->caught < counts->mutants)
		words_add(words, "; your own tests miss %zu of %zu bugs",
		          counts->mutants - counts->caught, counts->mutants);
}

struct words words_detail(const json_t *doc)
{
	struct words words = { "" };
	struct doc_counts counts = doc_count(doc);
	const char *problem = doc_text(doc, "problem");

	if (!doc_is(doc, "status", "graded")) {
		words_add(&words, "%s", problem != NULL ? problem : "no reason is known");
		return words;
	}
	tests_detail(&words, &counts);
	memory_detail(&words, doc, &counts);
	own_detail(&words, doc, &counts);
	if (counts.warnings > 0)
		words_add(&words, "; %zu warning%s", counts.warnings, plural(counts.warnings));
	words_add(&words, ".");
	return words;
}

static const char *signal_name(long long number)
{
	static const struct {
		int number;
		const char *name;
	} names[] = {
		{ SIGSEGV, "SIGSEGV" }, { SIGABRT, "SIGABRT" }, { SIGFPE, "SIGFPE" },
		{ SIGBUS, "SIGBUS" }, { SIGILL, "SIGILL" }, { SIGKILL, "SIGKILL" },
		{ SIGTERM, "SIGTERM" }, { SIGTRAP, "SIGTRAP" }, { SIGPIPE, "SIGPIPE" },
		{ SIGALRM, "SIGALRM" }, { SIGXCPU, "SIGXCPU" }, { SIGXFSZ, "SIGXFSZ" },
		{ SIGSYS, "SIGSYS" },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].number == number)
			return names[i].name;
	return NULL;
}

static void crash_words(struct words *words, const json_t *test)
{
	long long number = doc_int(test, "signal");
	const char *name = signal_name(number);

	if (name != NULL)
		words_add(words, "crashed (%s)", name);
	else if (number != 0)
		words_add(words, "crashed (signal %lld)", number);
	else
		words_add(words, "crashed");
}

struct words words_test_status(const json_t *test)
{
	static const char *const plain[][2] = {
		{ "failed", "failed" }, { "exited", "left early, by exit" },
		{ "timeout", "ran out of time" }, { "skipped", "skipped" },
		{ "lost", "never reached" }, { "not_run", "not run" },
	};
	struct words words = { "" };

	if (doc_is(test, "status", "crashed"))
		crash_words(&words, test);
	else if (doc_is(test, "status", "passed"))
		words_add(&words, doc_is(test, "memory", "errors") ? "passed, but with memory errors"
		          : "passed");
	if (doc_runs_later(test))
		words_add(&words, "runs when you hand in");
	else for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (doc_is(test, "status", plain[i][0]))
			words_add(&words, "%s", plain[i][1]);
	return words;
}

struct words words_place(const json_t *place)
{
	struct words words = { "" };
	const char *file = doc_text(place, "file");

	if (file == NULL)
		return words;
	words_add(&words, "%s", file);
	if (doc_int(place, "line") > 0)
		words_add(&words, ":%lld", doc_int(place, "line"));
	if (doc_int(place, "line") > 0 && doc_int(place, "column") > 0)
		words_add(&words, ":%lld", doc_int(place, "column"));
	return words;
}

static void offset_words(struct words *words, long long offset, long long size)
{
	if (offset < 0)
		words_add(words, "; the address is %llu byte%s before it",
		          0 - (unsigned long long)offset, plural(0 - (size_t)offset));
	else if (offset == size)
		words_add(words, "; the address is the first byte past its end");
	else if (offset > size)
		words_add(words, "; the address is %llu byte%s past its end",
		          (unsigned long long)offset - (unsigned long long)size,
		          plural((size_t)offset - (size_t)size));
	else
		words_add(words, "; the address is at byte %lld of it", offset);
}

struct words words_block(const json_t *block)
{
	static const char *const where[][2] = {
		{ "heap", " on the heap" }, { "stack", " on the stack" },
		{ "static", " of static storage" },
	};
	struct words words = { "" };
	long long size = doc_int(block, "size");

	if (!doc_bool(block, "known"))
		return words;
	words_add(&words, "%lld byte%s", size, plural((size_t)size));
	for (size_t i = 0; i < sizeof where / sizeof *where; i++)
		if (doc_is(block, "kind", where[i][0]))
			words_add(&words, "%s", where[i][1]);
	if (doc_int(block, "offset") != 0)
		offset_words(&words, doc_int(block, "offset"), size);
	return words;
}

static void part_of_whole(struct words *words, long long part, long long whole,
                          const char *what)
{
	words_add(words, "%lld of %lld %s", part, whole, what);
	if (whole > 0)
		words_add(words, " (%.0f %%)", trunc(100.0 * (double)part / (double)whole));
}

struct words words_coverage(const json_t *coverage)
{
	struct words words = { "" };

	part_of_whole(&words, doc_int(coverage, "lines_covered"), doc_int(coverage, "lines"),
	              "lines");
	words_add(&words, ", ");
	part_of_whole(&words, doc_int(coverage, "branches_covered"),
	              doc_int(coverage, "branches"), "branches");
	return words;
}

struct words words_no_coverage(const json_t *doc)
{
	const json_t *phase = doc_object(doc_object(doc, "phases"), "coverage");
	const char *note = doc_text(phase, "note");
	struct words words = { "Which lines the tests reached is not known. " };

	if (note != NULL)
		words_add(&words, "%s", note);
	else if (doc_is(phase, "status", "not_run"))
		words_add(&words, "Grading ended before any test could run.");
	else
		words_add(&words, "The tests left no counts behind.");
	return words;
}

struct words words_missed(const json_t *lines)
{
	struct words words = { "" };
	struct line_range range;
	size_t index = 0;

	while (doc_missed_range(lines, &index, &range)) {
		next_part(&words, ", ");
		words_add(&words, "%d", range.first);
		if (range.last > range.first)
			words_add(&words, "-%d", range.last);
	}
	return words;
}

struct words words_seen(const json_t *finding)
{
	enum { SHOWN = 3 };
	struct words words = { "" };
	const json_t *tests = doc_list(finding, "tests");
	size_t count = json_array_size(tests);
	long long times = doc_int(finding, "count");

	if (times > 1)
		words_add(&words, "%lld times", times);
	if (count == 0)
		return words;
	next_part(&words, ", ");
	words_add(&words, count == 1 ? "in the test " : "in %zu tests: ", count);
	for (size_t i = 0; i < count && i < SHOWN; i++) {
		const char *name = json_string_value(json_array_get(tests, i));

		words_add(&words, "%s%s", i > 0 ? ", " : "", name != NULL ? name : "?");
	}
	if (count > SHOWN)
		words_add(&words, ", and %zu more", count - SHOWN);
	return words;
}

struct words words_lesson(const json_t *lesson)
{
	struct words words = { "" };
	const char *path = doc_text(lesson, "path");
	const char *anchor = doc_text(lesson, "anchor");

	if (path != NULL)
		words_add(&words, "%s", path);
	if (path != NULL && anchor != NULL && anchor[0] != '\0')
		words_add(&words, "#%s", anchor);
	return words;
}

const char *words_tool(const json_t *finding)
{
	static const char *const tools[][2] = {
		{ "accept", "grade" }, { "compiler", "gcc" }, { "inspect", "grade" },
		{ "test", "The test" }, { "memcheck", "Memcheck" }, { "own_tests", "grade" },
		{ "traces", "grade" },
	};

	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		if (doc_is(finding, "source", tools[i][0]))
			return tools[i][1];
	return "grade";
}

struct words words_trace_utilisation(const json_t *trace)
{
	struct words words = { "" };
	double reached = doc_real(trace, "utilisation");

	if (doc_text(trace, "fault") != NULL || reached <= 0)
		words_add(&words, "none");
	else
		words_add(&words, "%.3f", reached);
	words_add(&words, " (asked %.3g)", doc_real(trace, "utilisation_asked"));
	return words;
}

struct words words_trace_instructions(const json_t *trace)
{
	struct words words = { "" };
	double counted = doc_real(trace, "instructions");

	if (doc_text(trace, "fault") != NULL)
		words_add(&words, "none");
	else if (counted <= 0)
		words_add(&words, "too many to count");
	else
		words_add(&words, "%.0f", counted);
	words_add(&words, " (asked %.0f)", doc_real(trace, "instructions_asked"));
	return words;
}

struct words words_trace_speed(const json_t *trace)
{
	struct words words = { "" };
	double speed = doc_real(trace, "speed");

	if (speed > 0)
		words_add(&words, "%.2f times its speed", speed);
	return words;
}
