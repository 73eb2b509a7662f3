/*
 * test_catalogue.c - no entry of the catalogue is dead.
 *
 * An entry that nothing can choose is a text that nobody reads, and often a
 * sign that a fault is told in the wrong words. So the grader's source must
 * name each kind, unless gcc's or the C library's words choose it; and each
 * variant must be what one of the recorded faults gets to read.
 */
#include "findings_case.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "pipeline/catalogue.h"
#include "pipeline/diagnostics.h"
#include "pipeline/memory_error.h"

#define SOURCES      "autograder/src/pipeline"
#define GCC_FIXTURES "autograder/tests/fixtures/gcc"
#define ENTRIES_MAX  400

static struct grading g;
static const struct entry *chosen[ENTRIES_MAX];
static size_t chosen_count;
static struct text source;

static void choose(const struct entry *e)
{
	if (e == NULL || chosen_count == ENTRIES_MAX)
		return;
	chosen[chosen_count++] = e;
}

static bool is_chosen(const struct entry *e)
{
	for (size_t i = 0; i < chosen_count; i++)
		if (chosen[i] == e)
			return true;
	return false;
}

/* ---- what the recorded faults choose ---- */

static bool take_report(const char *name, void *data)
{
	char path[256];
	struct vg_report report;
	struct memory_error error;

	if (!text_ends(name, ".xml"))
		return true;
	snprintf(path, sizeof path, MEMCHECK_FIXTURES "/%s", name);
	cr_assert(vg_report_read(path, 1 << 20, memory_error_keep, &report));
	for (size_t i = 0; i < report.count; i++)
		if (memory_error_read(&g, &report, i, &error))
			choose(catalogue_entry(data, error.sighting.kind,
			                       error.facts, error.facts_count));
	vg_report_free(&report);
	return true;
}

/* Could the title have been made of the entry's, with anything in the gaps? */
static bool title_fits(const char *pattern, const char *title)
{
	struct text t = TEXT_EMPTY;
	bool fits;

	while (*pattern != '\0') {
		size_t gap = *pattern == '{' ? strcspn(pattern, "}") + 1 : 0;
		text_add_n(&t, gap > 0 ? "*" : pattern, 1);
		pattern += gap > 0 ? gap : 1;
	}
	fits = fnmatch(text_string(&t), title, 0) == 0;
	text_free(&t);
	return fits;
}

static void choose_by_title(const struct catalogue_data *data,
                            const struct finding *f)
{
	for (size_t i = 0; i < data->count; i++)
		for (unsigned k = 0; k < data->files[i].count; k++) {
			const struct entry *e = &data->files[i].items[k];
			if (strcmp(e->kind, f->kind) == 0 &&
			    title_fits(e->title, f->title))
				choose(e);
		}
}

static bool take_messages(const char *name, void *data)
{
	char path[256];
	struct text said = TEXT_EMPTY;

	if (!text_ends(name, ".json"))
		return true;
	snprintf(path, sizeof path, GCC_FIXTURES "/%s", name);
	cr_assert(file_read(path, 0, &said));
	size_t before = g.result->findings.count;
	diagnostics_read(&g, text_string(&said), said.length);
	for (size_t i = before; i < g.result->findings.count; i++)
		choose_by_title(data, &g.result->findings.items[i]);
	text_free(&said);
	return true;
}

/* ---- what the source names ---- */

static bool take_source(const char *name, void *context)
{
	char path[256];

	(void)context;
	snprintf(path, sizeof path, SOURCES "/%s", name);
	cr_expect(!text_ends(name, ".c") || file_read(path, 0, &source));
	return true;
}

static bool stands_in_source(const char *quoted)
{
	return strstr(text_string(&source), quoted) != NULL;
}

/* "KIND", or the stem that "read" or "write" is put into. */
static bool is_named(const char *kind)
{
	static const char *const verbs[] = { "read", "write" };
	char quoted[128];

	snprintf(quoted, sizeof quoted, "\"%s\"", kind);
	if (stands_in_source(quoted))
		return true;
	for (size_t i = 0; i < 2; i++) {
		const char *at = strstr(kind, verbs[i]);
		if (at == NULL)
			continue;
		snprintf(quoted, sizeof quoted, "\"%.*s%%s%s\"",
		         (int)(at - kind), kind, at + strlen(verbs[i]));
		if (stands_in_source(quoted))
			return true;
	}
	return false;
}

/* Do gcc's words, or another tool's, choose the kind? */
static bool is_said(const struct catalogue_data *data, const char *kind)
{
	for (size_t i = 0; i < data->count; i++)
		for (unsigned k = 0; k < data->files[i].count; k++) {
			const struct entry *e = &data->files[i].items[k];
			if (strcmp(e->kind, kind) == 0 &&
			    (e->options_count > 0 || e->says_count > 0))
				return true;
		}
	return false;
}

/* No faults are recorded of failed tests, so it must do that their facts are
   noted; test_explain.c shows what each is told. */
static bool is_noted(const struct entry *e)
{
	char quoted[128];

	snprintf(quoted, sizeof quoted, "note(facts, \"%s\",", e->when);
	return text_starts(e->kind, "test-") && stands_in_source(quoted);
}

static void check_alive(const struct catalogue_data *data,
                        const struct entry *e)
{
	if (e->when != NULL)
		cr_expect(is_chosen(e) || is_noted(e), "%s, when %s: no "
		          "recorded fault is told so", e->kind, e->when);
	else
		cr_expect(is_said(data, e->kind) || is_chosen(e) ||
		          is_named(e->kind), "%s: nothing chooses it", e->kind);
}

Test(catalogue, has_no_dead_entry)
{
	g = grading_of("faults.c");
	const struct catalogue_data *data = explain_catalogue(&g);

	cr_assert(folder_each(MEMCHECK_FIXTURES, take_report, (void *)data));
	cr_assert(folder_each(GCC_FIXTURES, take_messages, (void *)data));
	cr_assert(folder_each(SOURCES, take_source, NULL));
	for (size_t i = 0; i < data->count; i++)
		for (unsigned k = 0; k < data->files[i].count; k++)
			check_alive(data, &data->files[i].items[k]);
	cr_expect_lt(chosen_count, ENTRIES_MAX);
	text_free(&source);
	grading_done(&g);
}
