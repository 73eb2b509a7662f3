/*
 * terminal.c - see terminal.h.
 *
 * A student reads the first lines and then mends one thing. So the verdict
 * comes first, then one finding in full; everything behind it is shorter.
 */
#include "terminal.h"
#include "doc.h"
#include "finding_text.h"
#include "heap_text.h"
#include "paper.h"
#include "words.h"

#include <string.h>

enum {
	SHORT_FINDINGS = 5,    /* findings shown after the first              */
	SHOWN_TESTS = 12,      /* tests listed that did not pass              */
	SHOWN_MUTANTS = 5,
	BAR = 8,               /* columns of a score's bar                    */
};

static void verdict(struct paper *paper, const json_t *doc)
{
	bool full = doc_full_marks(doc);
	bool ungraded = doc_is(doc, "status", "not_graded");
	enum ink ink = full ? INK_GOOD : ungraded ? INK_WARN : INK_BAD;
	enum sign sign = full ? SIGN_GOOD : ungraded ? SIGN_WARN : SIGN_BAD;

	paper_put(paper, ink, paper_sign(paper, sign));
	paper_put(paper, INK_PLAIN, " ");
	paper_put(paper, ink, words_headline(doc).text);
	if (doc_bool(doc, "quick"))
		paper_put(paper, INK_PLAIN, ", behaviour only");
	paper_put(paper, INK_PLAIN, ". ");
	paper_wrap(paper, 2, INK_PLAIN, words_detail(doc).text);
}

/* What stands behind a result that is not a usual one. */
static void remedy(struct paper *paper, const json_t *doc)
{
	const char *text = doc_text(doc, "remedy");

	if (doc_is(doc, "status", "graded"))
		return;
	if (doc_is(doc, "status", "not_graded")) {
		paper_to(paper, 2);
		paper_wrap(paper, 2, INK_PLAIN, "This says nothing about your work: it is not a zero.");
	}
	if (text == NULL)
		return;
	paper_to(paper, 2);
	paper_put(paper, INK_GOOD, paper_sign(paper, SIGN_POINTER));
	paper_put(paper, INK_PLAIN, " ");
	paper_wrap(paper, 4, INK_PLAIN, text);
}

static void first_finding(struct paper *paper, const json_t *doc)
{
	const json_t *findings = doc_list(doc, "findings");

	if (json_array_size(findings) == 0)
		return;
	paper_rule(paper, doc_full_marks(doc) ? "Worth a look" : "Look at this first");
	finding_text_full(paper, json_array_get(findings, 0), 1);
}

/* Has a finding before the one at INDEX told the same next step? */
static bool step_told(const json_t *findings, size_t index)
{
	const char *step = doc_text(json_array_get(findings, index), "next");

	for (size_t i = 0; step != NULL && i < index; i++)
		if (doc_is(json_array_get(findings, i), "next", step))
			return true;
	return false;
}

static void more_findings(struct paper *paper, const json_t *doc)
{
	const json_t *findings = doc_list(doc, "findings");
	size_t count = json_array_size(findings);
	size_t shown = paper->options.all || count <= SHORT_FINDINGS + 1 ? count
	               : SHORT_FINDINGS + 1;

	if (count < 2)
		return;
	paper_rule(paper, "Then these");
	for (size_t i = 1; i < shown; i++) {
		if (i > 1)
			paper_end(paper);
		if (paper->options.all)
			finding_text_full(paper, json_array_get(findings, i), i + 1);
		else
			finding_text_short(paper, json_array_get(findings, i), i + 1,
			                   step_told(findings, i));
	}
	if (shown < count) {
		paper_end(paper);
		paper_to(paper, 2);
		paper_print(paper, INK_DIM, "%s and %zu more. Many go away with the first ones.",
		            paper_sign(paper, SIGN_CUT), count - shown);
		paper_end(paper);
	}
}

/* In brief: how many findings there are besides the first. */
static void others(struct paper *paper, const json_t *doc)
{
	size_t count = json_array_size(doc_list(doc, "findings"));

	if (count < 2)
		return;
	paper_end(paper);
	paper_print(paper, INK_DIM, "%s and %zu more. Many go away with the first one.",
	            paper_sign(paper, SIGN_CUT), count - 1);
	paper_end(paper);
}

/* Where the finding's line begins, when nobody told the column. */
static long long first_column(const json_t *finding)
{
	const json_t *lines = doc_list(finding, "snippet");

	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		if (doc_bool(line, "hit") && doc_text(line, "text") != NULL)
			return 1 + (long long)strspn(doc_text(line, "text"), " \t");
	}
	return 1;
}

/* "file:line:column: error: title" for each finding that has a place, for editors. */
static void as_lines(const json_t *doc, FILE *out, struct view_options options)
{
	const json_t *findings = doc_list(doc, "findings");
	struct paper paper;

	options.width = 0;
	paper = paper_new(out, options);
	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *f = json_array_get(findings, i);
		const json_t *where = doc_object(f, "where");
		long long line = doc_int(where, "line"), column = doc_int(where, "column");

		if (doc_text(where, "file") == NULL)
			continue;
		paper_put(&paper, INK_PLAIN, doc_text(where, "file"));
		paper_print(&paper, INK_PLAIN, ":%lld:%lld: ", line > 0 ? line : 1,
		            column > 0 ? column : first_column(f));
		paper_put(&paper, INK_PLAIN, doc_text(f, "severity"));
		paper_put(&paper, INK_PLAIN, ": ");
		paper_put(&paper, INK_PLAIN, doc_text(f, "title"));
		paper_end(&paper);
	}
	paper_put(&paper, INK_PLAIN, words_headline(doc).text);
	paper_put(&paper, INK_PLAIN, ". ");
	paper_put(&paper, INK_PLAIN, words_detail(doc).text);
	paper_end(&paper);
}

static void heaps(struct paper *paper, const json_t *doc)
{
	const json_t *pictures = doc_list(doc, "heaps");
	size_t count = json_array_size(pictures);

	if (count == 0)
		return;
	paper_rule(paper, "Your heap");
	for (size_t i = 0; i < count && (i == 0 || paper->options.all); i++)
		heap_text(paper, json_array_get(pictures, i));
	if (count > 1 && !paper->options.all) {
		paper_to(paper, 2);
		paper_print(paper, INK_DIM, "%zu more failed tests left a picture: see the report.",
		            count - 1);
		paper_end(paper);
	}
}

static bool clean(const json_t *test)
{
	return doc_is(test, "status", "passed") && !doc_is(test, "memory", "errors");
}

static void test_line(struct paper *paper, const json_t *doc, const json_t *test)
{
	bool good = clean(test);
	bool memory_only = !good && doc_is(test, "status", "passed");
	enum ink ink = good ? INK_GOOD : memory_only ? INK_WARN : INK_BAD;
	enum sign sign = good ? SIGN_GOOD : memory_only ? SIGN_WARN : SIGN_BAD;
	const json_t *findings = doc_list(test, "findings");
	const char *title = doc_text(test, "title");
	const char *first = json_string_value(json_array_get(findings, 0));
	size_t number = doc_finding_number(doc, first);
	struct words line = { "" };

	words_add(&line, "%s", title != NULL ? title : doc_text(test, "name"));
	if (!doc_is(test, "status", "failed") && !good)
		words_add(&line, ": %s", words_test_status(test).text);
	if (doc_bool(test, "held_back"))
		words_add(&line, " (held back)");
	if (number > 0)
		words_add(&line, " [%zu]", number);
	paper_to(paper, 2);
	paper_put(paper, ink, paper_sign(paper, sign));
	paper_put(paper, INK_PLAIN, " ");
	paper_wrap(paper, 4, INK_PLAIN, line.text);
}

static void clean_tests(struct paper *paper, size_t count)
{
	if (count == 0)
		return;
	paper_to(paper, 2);
	paper_put(paper, INK_GOOD, paper_sign(paper, SIGN_GOOD));
	paper_print(paper, INK_PLAIN, count == 1 ? " 1 test passes" : " %zu tests pass", count);
	paper_end(paper);
}

static void tests(struct paper *paper, const json_t *doc)
{
	const json_t *list = doc_list(doc, "tests");
	size_t passed = 0, shown = 0, left = 0;

	if (json_array_size(list) == 0 || !doc_is(doc, "status", "graded"))
		return;
	paper_rule(paper, "Tests");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *test = json_array_get(list, i);

		if (doc_runs_later(test) && !paper->options.all)
			continue;
		if (clean(test) && !paper->options.all)
			passed++;
		else if (shown < SHOWN_TESTS || paper->options.all) {
			test_line(paper, doc, test);
			shown++;
		} else
			left++;
	}
	if (left > 0) {
		paper_to(paper, 2);
		paper_print(paper, INK_DIM, "%s and %zu more", paper_sign(paper, SIGN_CUT), left);
		paper_end(paper);
	}
	clean_tests(paper, passed);
}

static void missed_lines(struct paper *paper, const json_t *file, const char *whose)
{
	struct words missed = words_missed(doc_list(file, "lines"));
	struct line_range range = { 0 };
	size_t index = 0;

	if (missed.text[0] == '\0')
		return;
	doc_missed_range(doc_list(file, "lines"), &index, &range);
	paper_to(paper, 2);
	paper_put(paper, INK_WARN, "! ");
	paper_print(paper, INK_PLACE, "%s:%d", doc_text(file, "file"), range.first);
	paper_print(paper, INK_PLAIN, " no test %sreached ", whose);
	paper_put(paper, INK_PLAIN, strpbrk(missed.text, ",-") != NULL ? "lines " : "line ");
	paper_wrap(paper, 4, INK_PLAIN, missed.text);
}

/* How much of the student's code their own tests reach, and what they don't. */
static void own_lines(struct paper *paper, const json_t *seen)
{
	const json_t *files = doc_list(seen, "files");
	bool all = doc_int(seen, "lines_covered") == doc_int(seen, "lines");

	if (!doc_bool(seen, "known"))
		return;
	paper_to(paper, 2);
	paper_put(paper, all ? INK_GOOD : INK_PLAIN,
	          paper_sign(paper, all ? SIGN_GOOD : SIGN_NOTE));
	paper_print(paper, INK_PLAIN, " they reach %lld of %lld lines of your code",
	            doc_int(seen, "lines_covered"), doc_int(seen, "lines"));
	paper_end(paper);
	for (size_t i = 0; i < json_array_size(files); i++)
		missed_lines(paper, json_array_get(files, i), "of yours ");
}

static void missed_mutants(struct paper *paper, const json_t *mutants, size_t missed)
{
	size_t shown = 0;

	for (size_t i = 0; i < json_array_size(mutants); i++) {
		const json_t *mutant = json_array_get(mutants, i);
		const char *bug = doc_text(mutant, "bug");

		if (doc_bool(mutant, "caught") || (shown == SHOWN_MUTANTS && !paper->options.all))
			continue;
		shown++;
		paper_to(paper, 2);
		paper_put(paper, INK_BAD, paper_sign(paper, SIGN_BAD));
		paper_put(paper, INK_PLAIN, " not caught: ");
		paper_wrap(paper, 4, INK_PLAIN, bug != NULL ? bug : doc_text(mutant, "id"));
	}
	if (shown < missed) {
		paper_to(paper, 2);
		paper_print(paper, INK_DIM, "%s and %zu more", paper_sign(paper, SIGN_CUT),
		            missed - shown);
		paper_end(paper);
	}
}

static void own_tests(struct paper *paper, const json_t *doc)
{
	const json_t *own = doc_object(doc, "own");
	const json_t *phase = doc_object(doc_object(doc, "phases"), "own_tests");
	struct doc_counts counts = doc_count(doc);
	const char *problem = doc_text(own, "problem");

	if (!doc_bool(own, "present") || doc_is(phase, "status", "not_run")
	    || doc_is(phase, "status", "skipped"))
		return;
	paper_rule(paper, "Your own tests");
	if (problem != NULL) {
		paper_to(paper, 2);
		paper_put(paper, INK_BAD, paper_sign(paper, SIGN_BAD));
		paper_put(paper, INK_PLAIN, " ");
		paper_wrap(paper, 4, INK_PLAIN, problem);
		return;
	}
	paper_to(paper, 2);
	paper_put(paper, counts.caught == counts.mutants ? INK_GOOD : INK_PLAIN,
	          paper_sign(paper, counts.caught == counts.mutants ? SIGN_GOOD : SIGN_NOTE));
	paper_print(paper, INK_PLAIN, " %lld test%s of yours caught %zu of %zu planted bugs",
	            doc_int(own, "tests"), doc_int(own, "tests") == 1 ? "" : "s",
	            counts.caught, counts.mutants);
	paper_end(paper);
	missed_mutants(paper, doc_list(own, "mutants"), counts.mutants - counts.caught);
	own_lines(paper, doc_object(own, "coverage"));
}


static void trace_line(struct paper *paper, const json_t *trace)
{
	enum { NAME = 4, USED = 16, COUNT = 38, SPEED = 62 };
	bool good = doc_real(trace, "points") >= doc_real(trace, "max") - 1e-9;
	bool bad = doc_text(trace, "fault") != NULL;
	struct words speed = words_trace_speed(trace);

	paper_to(paper, 2);
	paper_put(paper, good ? INK_GOOD : bad ? INK_BAD : INK_WARN,
	          paper_sign(paper, good ? SIGN_GOOD : bad ? SIGN_BAD : SIGN_WARN));
	paper_to(paper, NAME);
	paper_put(paper, INK_PLAIN, doc_text(trace, "name"));
	paper_to(paper, USED);
	paper_put(paper, INK_PLAIN, words_trace_utilisation(trace).text);
	if (paper->options.width < SPEED)
		paper_end(paper);
	paper_to(paper, paper->options.width < SPEED ? USED : COUNT);
	paper_put(paper, INK_PLAIN, words_trace_instructions(trace).text);
	if (speed.text[0] != '\0' && paper->options.width > SPEED + 10) {
		paper_to(paper, SPEED);
		paper_print(paper, INK_DIM, "%.2f of malloc", doc_real(trace, "speed"));
	}
	paper_end(paper);
}

/* Speed is not what points are given for: it is dim, and last. */
static void traces(struct paper *paper, const json_t *doc)
{
	const json_t *list = doc_list(doc, "traces");

	if (json_array_size(list) == 0)
		return;
	paper_rule(paper, "Traces");
	paper_to(paper, 4);
	paper_put(paper, INK_DIM, paper->options.width < 72
	          ? "trace       utilisation, instructions"
	          : "trace       utilisation           instructions a request  speed");
	paper_end(paper);
	for (size_t i = 0; i < json_array_size(list); i++)
		trace_line(paper, json_array_get(list, i));
}

static void coverage(struct paper *paper, const json_t *doc)
{
	const json_t *seen = doc_object(doc, "coverage");
	const json_t *files = doc_list(seen, "files");

	if (!doc_bool(seen, "known"))
		return;
	paper_rule(paper, "Coverage");
	paper_to(paper, 2);
	paper_wrap(paper, 2, INK_PLAIN, words_coverage(seen).text);
	for (size_t i = 0; i < json_array_size(files); i++)
		missed_lines(paper, json_array_get(files, i), "");
}

static void score_part(struct paper *paper, const json_t *part)
{
	enum { TITLE = 2, POINTS = 17, BARS = 29, HOW = 39 };
	const char *how = doc_text(part, "how");

	paper_to(paper, TITLE);
	paper_put(paper, INK_PLAIN, doc_text(part, "title"));
	paper_to(paper, POINTS);
	paper_print(paper, INK_STRONG, "%5s", words_points(doc_real(part, "points")).text);
	paper_print(paper, INK_PLAIN, " of %s", words_points(doc_real(part, "max")).text);
	paper_to(paper, BARS);
	paper_bar(paper, doc_real(part, "points"), doc_real(part, "max"), BAR);
	if (how != NULL && paper->options.width > HOW + 20) {
		paper_to(paper, HOW);
		paper_wrap(paper, HOW, INK_DIM, how);
	} else
		paper_end(paper);
}

static void score(struct paper *paper, const json_t *doc)
{
	const json_t *parts = doc_list(doc_object(doc, "score"), "parts");

	if (json_array_size(parts) == 0 || !doc_is(doc, "status", "graded"))
		return;
	paper_rule(paper, "Points");
	for (size_t i = 0; i < json_array_size(parts); i++)
		score_part(paper, json_array_get(parts, i));
}

/* Phases that a tool broke, or a limit cut short, or that were left out for a reason
   worth telling. */
static void notes(struct paper *paper, const json_t *doc)
{
	const json_t *phases = doc_object(doc, "phases");
	const char *name;
	json_t *phase;

	json_object_foreach((json_t *)phases, name, phase) {
		const char *note = doc_text(phase, "note");
		bool skipped = doc_is(phase, "status", "skipped");

		if (note == NULL || (skipped && !paper->options.all))
			continue;
		paper_end(paper);
		paper_put(paper, skipped ? INK_DIM : INK_WARN, skipped ? "  " : "! ");
		paper_print(paper, INK_PLAIN, "%s: ", name);
		paper_wrap(paper, 2, INK_PLAIN, note);
	}
}

/* Is the place in a file of the submission, and not in a test of the course? */
static bool students_own(const json_t *doc, const json_t *where)
{
	const json_t *files = doc_list(doc, "files");
	const char *file = doc_text(where, "file");

	for (size_t i = 0; file != NULL && i < json_array_size(files); i++)
		if (doc_is(json_array_get(files, i), "path", file))
			return true;
	return false;
}

/* Is the place where the memory came from, and the mistake somewhere after it? */
static bool place_is_origin(const json_t *finding)
{
	const char *kind = doc_text(finding, "kind");

	return kind != NULL && (strncmp(kind, "leak-", 5) == 0 ||
	                        strcmp(kind, "returned-uninitialised") == 0);
}

static void mend_what(struct words *words, const json_t *doc)
{
	const json_t *first = json_array_get(doc_list(doc, "findings"), 0);
	struct words place = words_place(doc_object(first, "where"));

	if (doc_bool(doc_object(doc, "own"), "present") && doc_count(doc).errors == 0
	    && doc_count(doc).caught < doc_count(doc).mutants)
		words_add(words, "Write a test for a bug that yours miss");
	else if (students_own(doc, doc_object(first, "where")) &&
	         !place_is_origin(first))
		words_add(words, "Mend %s", place.text);
	else if (first != NULL)
		words_add(words, "Mend [1]");
	else
		words_add(words, "Read %s", doc_text(doc, "exercise") != NULL
		          ? doc_text(doc, "exercise") : "the exercise");
}

/* The one thing to do now. */
static void closing(struct paper *paper, const json_t *doc, bool watching)
{
	const char *stage = doc_text(doc, "stage");
	struct words words = { "" };

	if (stage == NULL)
		return;
	if (!doc_full_marks(doc)) {
		mend_what(&words, doc);
		if (watching)
			words_add(&words, ", and save");
		else
			words_add(&words, ", then run: make check STAGE=%.2s", stage);
	} else if (watching && doc_bool(doc, "quick"))
		words_add(&words, "Behaviour is right; now for the rest.");
	else if (doc_bool(doc, "quick"))
		words_add(&words, "Behaviour is right. For all of it: make check STAGE=%.2s", stage);
	else if (doc_count(doc).later > 0)
		words_add(&words, "Well done. Hand it in: the tests that were held back run "
		          "there. make next opens the next stage.");
	else
		words_add(&words, "Well done. Compare with solutions/%s/NOTES.md; "
		          "make next opens the next stage.", stage);
	paper_end(paper);
	paper_put(paper, doc_full_marks(doc) ? INK_GOOD : INK_STRONG,
	          paper_sign(paper, SIGN_POINTER));
	paper_put(paper, INK_PLAIN, " ");
	paper_wrap(paper, 2, INK_STRONG, words.text);
}

void view_terminal(const json_t *doc, FILE *out, struct view_options options)
{
	struct paper paper = paper_new(out, options);

	if (options.lines) {
		as_lines(doc, out, options);
		return;
	}
	verdict(&paper, doc);
	remedy(&paper, doc);
	if (doc_is(doc, "status", "not_graded"))
		return;
	first_finding(&paper, doc);
	if (options.brief) {
		others(&paper, doc);
		closing(&paper, doc, true);
		return;
	}
	more_findings(&paper, doc);
	heaps(&paper, doc);
	tests(&paper, doc);
	own_tests(&paper, doc);
	traces(&paper, doc);
	coverage(&paper, doc);
	score(&paper, doc);
	notes(&paper, doc);
	closing(&paper, doc, false);
}
