/*
 * explain.c - from raw facts to findings, by the catalogue.
 *
 * A finding is built once, by the first sighting of its cause; later sightings
 * of the same cause only count. When all phases ran, explain_finish leaves
 * out what another finding says better, puts first what to mend first,
 * and gives out the final ids.
 */
#include "pipeline/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "pipeline/catalogue.h"
#include "pipeline/lesson.h"

/* Lines of source shown before and behind the line that a finding is about. */
#define SNIPPET_LINES 2
/* Facts that explain.c adds to those of a sighting. */
#define FACTS_ADDED 5
#define FACTS_MAX   64

/* Why a finding is one of its own; parallel to the result's findings. */
struct cause {
	const char *text;          /* NULL: kind and place say all             */
	const struct entry *entry; /* NULL: the catalogue has none             */
	bool leads;                /* Memcheck's first error in some test      */
	bool comes_behind;         /* and behind the first in another          */
};

/* A file's lines, read once. */
struct source {
	const char *shown;
	const text_list *lines;    /* NULL: there is no such file              */
};

struct catalogue {
	struct catalogue_data data;
	LIST_OF(struct cause) causes;
	text_list led;             /* tests in which Memcheck saw an error     */
	LIST_OF(struct source) sources;
};

static struct catalogue *catalogue(struct grading *g)
{
	if (g->catalogue == NULL) {
		char *folder = path_join(g->course->home, "autograder/explain");
		struct text problem = TEXT_EMPTY;
		g->catalogue = must_alloc(sizeof *g->catalogue);
		*g->catalogue = (struct catalogue){ 0 };
		/* Without it, findings have the tools' own words; the author's
		   check reports what is wrong with it. */
		catalogue_load(folder, &g->catalogue->data, &problem);
		text_free(&problem);
		free(folder);
	}
	return g->catalogue;
}

const struct catalogue_data *explain_catalogue(struct grading *g)
{
	return &catalogue(g)->data;
}

void explain_renew(struct grading *g)
{
	struct catalogue *c = catalogue(g);

	*c = (struct catalogue){ .data = c->data };
}

void explain_free(struct grading *g)
{
	if (g->catalogue == NULL)
		return;
	catalogue_free(&g->catalogue->data);
	free(g->catalogue);
	g->catalogue = NULL;
}

/* ---- merging ---- */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_place(const struct finding *f, const struct sighting *s)
{
	return strcmp(f->kind, s->kind) == 0 &&
	       f->where.line == s->where.line &&
	       same_text(f->where.file, s->where.file);
}

static struct finding *find_cause(struct grading *g, const struct sighting *s)
{
	struct catalogue *c = catalogue(g);
	struct result *r = g->result;

	for (size_t i = 0; i < r->findings.count; i++) {
		struct finding *f = &r->findings.items[i];
		if (f->source == s->source && i < c->causes.count &&
		    same_text(c->causes.items[i].text, s->cause) &&
		    (s->anywhere || same_place(f, s)))
			return f;
	}
	return NULL;
}

static bool holds_text(const text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static bool is_leak(const struct finding *f)
{
	return text_starts(f->kind, "leak-");
}

/* Notes which error of Memcheck's came first in the test, and which did not. */
static void note_lead(struct grading *g, const struct finding *f,
                      const char *test)
{
	struct catalogue *c = catalogue(g);
	size_t index = (size_t)(f - g->result->findings.items);

	if (f->source != SOURCE_MEMCHECK || f->severity != SEVERITY_ERROR ||
	    is_leak(f))
		return;
	if (holds_text(&c->led, test)) {
		c->causes.items[index].comes_behind = true;
		return;
	}
	c->causes.items[index].leads = true;
	RESULT_PUSH(g->result, &c->led, result_text(g->result, test));
}

static void count_sighting(struct grading *g, struct finding *f,
                           const struct sighting *s)
{
	struct test_result *test;

	f->count++;
	if (s->test == NULL || holds_text(&f->tests, s->test))
		return;
	note_lead(g, f, s->test);
	RESULT_PUSH(g->result, &f->tests, result_text(g->result, s->test));
	test = grading_test(g, s->test);
	if (test != NULL)
		RESULT_PUSH(g->result, &test->findings, f->id);
}

/* ---- texts ---- */

/* What every text may use: the place, in words. */
static size_t all_facts(const struct sighting *s, struct fact facts[FACTS_MAX],
                        struct result *r)
{
	size_t n = 0;

	while (n < s->facts_count && n < FACTS_MAX - FACTS_ADDED) {
		facts[n] = s->facts[n];
		n++;
	}
	if (s->where.line > 0)
		facts[n++] = (struct fact){ "line",
			result_format(r, "%d", s->where.line) };
	if (s->where.file != NULL)
		facts[n++] = (struct fact){ "file", path_name(s->where.file) };
	if (s->where.function != NULL)
		facts[n++] = (struct fact){ "function", s->where.function };
	if (s->expected != NULL)
		facts[n++] = (struct fact){ "expected", s->expected };
	if (s->actual != NULL)
		facts[n++] = (struct fact){ "actual", s->actual };
	return n;
}

static const char *filled(struct result *r, const char *own,
                          const char *of_entry, const struct fact *facts,
                          size_t count)
{
	struct text t = TEXT_EMPTY;
	const char *text;

	if (own != NULL)
		return result_text(r, own);
	if (of_entry == NULL)
		return NULL;
	catalogue_fill(&t, of_entry, facts, count);
	text = t.length > 0 ? result_text(r, text_string(&t)) : NULL;
	text_free(&t);
	return text;
}

static void fill_texts(struct result *r, struct finding *f,
                       const struct sighting *s, const struct entry *e)
{
	struct fact facts[FACTS_MAX];
	size_t n = all_facts(s, facts, r);

	f->title = filled(r, s->title, e != NULL ? e->title : NULL, facts, n);
	f->what = filled(r, s->what, e != NULL ? e->what : NULL, facts, n);
	f->why = filled(r, s->why, e != NULL ? e->why : NULL, facts, n);
	f->next = filled(r, NULL, e != NULL ? e->next : NULL, facts, n);
	if (f->title == NULL)
		f->title = s->raw != NULL ? result_text_n(r, s->raw,
			strcspn(s->raw, "\n")) : result_text(r, s->kind);
	if (f->what == NULL)
		f->what = result_text(r, s->raw != NULL ? s->raw : s->kind);
	for (unsigned i = 0; e != NULL && i < e->misconceptions_count; i++)
		RESULT_PUSH(r, &f->misconceptions, e->misconceptions[i]);
	for (size_t i = 0; i < s->misconceptions_count; i++)
		RESULT_PUSH(r, &f->misconceptions, s->misconceptions[i]);
}

static enum severity severity_of(const struct sighting *s,
                                 const struct entry *e)
{
	/* An error stays one: a newer gcc refuses what an older one warns of. */
	if (e == NULL || e->severity == NULL || s->source == SOURCE_COMPILER)
		return s->severity;
	if (strcmp(e->severity, "note") == 0)
		return SEVERITY_NOTE;
	return strcmp(e->severity, "warning") == 0 ? SEVERITY_WARNING
	                                           : SEVERITY_ERROR;
}

/* ---- the source around a line ---- */

static bool is_blank(const char *line)
{
	return line[strspn(line, " \t\r")] == '\0';
}

static void add_snippet(struct result *r, struct finding *f,
                        const text_list *source)
{
	size_t hit = (size_t)f->where.line, first, last;

	if (source == NULL || f->where.line < 1 || hit > source->count)
		return;
	first = hit > SNIPPET_LINES ? hit - SNIPPET_LINES : 1;
	last = hit + SNIPPET_LINES < source->count ? hit + SNIPPET_LINES
	                                           : source->count;
	while (first < hit && is_blank(source->items[first - 1]))
		first++;
	while (last > hit && is_blank(source->items[last - 1]))
		last--;
	/* What follows the end of a function belongs to another story. */
	for (size_t i = hit; i < last; i++)
		if (source->items[i - 1][0] == '}')
			last = i;
	for (size_t i = first; i <= last; i++)
		RESULT_PUSH(r, &f->snippet, (struct snippet_line){
			.line = (int)i, .text = source->items[i - 1],
			.hit = i == hit });
}

/* A public test stands in the course, not in the submission. */
static const text_list *course_source(struct grading *g, const char *shown)
{
	struct text bytes = TEXT_EMPTY, clean = TEXT_EMPTY;
	char *path = path_join(g->course->root, shown);
	text_list *lines = NULL;

	if (text_starts(shown, "exercises/") &&
	    file_read(path, 1 << 20, &bytes)) {
		const char *line, *end;
		text_add_clean(&clean, text_string(&bytes), bytes.length);
		lines = result_alloc(g->result, sizeof *lines);
		for (line = text_string(&clean); *line != '\0';
		     line = *end != '\0' ? end + 1 : end) {
			end = line + strcspn(line, "\n");
			RESULT_PUSH(g->result, lines,
			            result_text_n(g->result, line,
			                          (size_t)(end - line)));
		}
	}
	text_free(&bytes);
	text_free(&clean);
	free(path);
	return lines;
}

const text_list *explain_source(struct grading *g, const char *shown)
{
	struct catalogue *c = catalogue(g);
	const text_list *lines;

	if (shown == NULL)
		return NULL;
	for (size_t i = 0; i < c->sources.count; i++)
		if (strcmp(c->sources.items[i].shown, shown) == 0)
			return c->sources.items[i].lines;
	lines = grading_source(g, shown);
	if (lines == NULL)
		lines = course_source(g, shown);
	RESULT_PUSH(g->result, &c->sources, (struct source){
		result_text(g->result, shown), lines });
	return lines;
}

/* ---- adding ---- */

static struct lesson_ref lesson_copy(struct result *r, struct lesson_ref ref)
{
	return (struct lesson_ref){ result_text(r, ref.path),
	                            result_text(r, ref.anchor),
	                            result_text(r, ref.title) };
}

static struct finding *add_new(struct grading *g, const struct sighting *s,
                               const struct entry *e)
{
	struct result *r = g->result;
	struct finding f = {
		.id = result_format(r, "f%zu", r->findings.count + 1),
		.kind = result_text(r, s->kind), .source = s->source,
		.severity = severity_of(s, e), .raw = result_text(r, s->raw),
		.where = s->where, .stack = s->stack, .block = s->block,
		.origin = s->origin,
		.expected = result_text(r, s->expected),
		.actual = result_text(r, s->actual),
	};

	f.where.file = result_text(r, s->where.file);
	f.where.function = result_text(r, s->where.function);
	f.lesson = s->lesson.path != NULL ? lesson_copy(r, s->lesson) :
		lesson_find(g, e != NULL ? e->lessons : NULL,
		            e != NULL ? e->lessons_count : 0);
	fill_texts(r, &f, s, e);
	add_snippet(r, &f, explain_source(g, f.where.file));
	RESULT_PUSH(r, &r->findings, f);
	/* Findings that others pushed by hand have no cause. */
	while (g->catalogue->causes.count + 1 < r->findings.count)
		RESULT_PUSH(r, &g->catalogue->causes, (struct cause){ 0 });
	RESULT_PUSH(r, &g->catalogue->causes, (struct cause){
		.text = result_text(r, s->cause), .entry = e });
	return &r->findings.items[r->findings.count - 1];
}

struct finding *explain_add(struct grading *g, const struct sighting *s)
{
	struct finding *f = find_cause(g, s);

	if (f == NULL) {
		struct fact facts[FACTS_MAX];
		size_t n = all_facts(s, facts, g->result);
		f = add_new(g, s, catalogue_entry(&catalogue(g)->data, s->kind,
		                                  facts, n));
	}
	count_sighting(g, f, s);
	return f;
}

/* ---- the end ---- */

static const struct entry *entry_of(struct grading *g, size_t i)
{
	struct catalogue *c = catalogue(g);

	return i < c->causes.count ? c->causes.items[i].entry : NULL;
}

/*
 * In a heap that is damaged, everything goes wrong: the next header is read
 * from a payload, a size leads nowhere, ... An error of that sort which never
 * came first in any test is an effect of those that did, and they tell of all
 * its tests.
 */
static bool follows(struct grading *g, size_t index)
{
	static const char *const wild[] = { "fence-", "arena-", "uninitialised-",
		"crash-", "read-far", "write-far", "jump-invalid" };
	const struct finding *f = &g->result->findings.items[index];
	struct catalogue *c = catalogue(g);

	if ((g->stage->rig & RIG_FENCE) == 0 || index >= c->causes.count ||
	    c->causes.items[index].leads ||
	    !c->causes.items[index].comes_behind)
		return false;
	for (size_t i = 0; i < sizeof wild / sizeof *wild; i++)
		if (text_starts(f->kind, wild[i]))
			return true;
	return false;
}

/* Does a finding of Memcheck's, of kind..., tell more of that test? */
static bool told_better(struct grading *g, const char *kind, const char *test)
{
	struct result *r = g->result;

	for (size_t i = 0; i < r->findings.count; i++) {
		const struct finding *f = &r->findings.items[i];
		if (f->source == SOURCE_MEMCHECK && text_starts(f->kind, kind) &&
		    f->severity == SEVERITY_ERROR && !is_leak(f) &&
		    holds_text(&f->tests, test))
			return true;
	}
	return false;
}

/* A payload that was written over: Memcheck may know which line did it. */
static bool overwritten_told(struct grading *g, const struct finding *f)
{
	size_t told = 0;

	while (told < f->tests.count &&
	       told_better(g, "fence-write", f->tests.items[told]))
		told++;
	return told == f->tests.count;
}

/* Takes the tests that Memcheck explains out of a finding that only says how
   they ended. */
static bool superseded(struct grading *g, size_t index)
{
	struct finding *f = &g->result->findings.items[index];
	size_t kept = 0;

	if (f->source != SOURCE_TEST ||
	    entry_order(entry_of(g, index)) != ORDER_VAGUE)
		return false;
	if (text_starts(f->kind, "test-"))
		return overwritten_told(g, f);
	for (size_t i = 0; i < f->tests.count; i++)
		if (!told_better(g, "", f->tests.items[i]))
			f->tests.items[kept++] = f->tests.items[i];
	if (kept == f->tests.count)
		return false;
	f->tests.count = kept;
	f->count = (unsigned)kept;
	return kept == 0;
}

struct ranked {
	struct finding finding;
	int group;                 /* lower: to be mended earlier              */
	size_t test;               /* place of its first test in the manifest  */
	int step;                  /* in that test: cause before effect        */
	size_t serial;
};

static size_t first_test(const struct result *r, const struct finding *f)
{
	for (size_t i = 0; i < r->tests.count; i++)
		if (holds_text(&f->tests, r->tests.items[i].name))
			return i;
	return r->tests.count;
}

/* The shown order; ties are broken by the test that met it first. */
static int group_of(const struct finding *f, const struct entry *e)
{
	if (f->severity == SEVERITY_NOTE)
		return 8;
	if (f->severity == SEVERITY_WARNING)
		return entry_order(e) == ORDER_FIRST ? 2 : 7;
	switch (f->source) {
	case SOURCE_ACCEPT:    return 0;
	case SOURCE_COMPILER:
	case SOURCE_INSPECT:   return 1;
	case SOURCE_TEST:
	case SOURCE_MEMCHECK:  return is_leak(f) ? 4 : 3;
	case SOURCE_TRACES:    return 5;
	case SOURCE_OWN_TESTS: return 6;
	}
	return 7;
}

static int compare(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->test != b->test)
		return a->test < b->test ? -1 : 1;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	return a->serial < b->serial ? -1 : a->serial > b->serial;
}

/* Is no more known of it than the titles of tests that are not shown? */
static bool is_held_back(struct grading *g, const struct finding *f)
{
	const struct test_result *test = f->tests.count == 0 ? NULL :
		grading_test(g, f->tests.items[0]);

	return strcmp(f->kind, "test-failed") == 0 && test != NULL &&
	       test->held_back;
}

/* Memory errors come before the failed assertion that they may have caused,
   and what can be seen before what can't. */
static struct ranked rank(struct grading *g, size_t i)
{
	const struct finding *f = &g->result->findings.items[i];

	return (struct ranked){
		.finding = *f, .group = group_of(f, entry_of(g, i)),
		.test = first_test(g->result, f) +
		        (is_held_back(g, f) ? g->result->tests.count : 0),
		.step = f->source == SOURCE_MEMCHECK ? 0 : 1, .serial = i,
	};
}

static void link_tests(struct result *r)
{
	for (size_t i = 0; i < r->tests.count; i++)
		r->tests.items[i].findings.count = 0;
	for (size_t i = 0; i < r->findings.count; i++) {
		struct finding *f = &r->findings.items[i];
		f->id = result_format(r, "f%zu", i + 1);
		for (size_t k = 0; k < r->tests.count; k++)
			if (holds_text(&f->tests, r->tests.items[k].name))
				RESULT_PUSH(r, &r->tests.items[k].findings,
				            f->id);
	}
}

void explain_finish(struct grading *g)
{
	struct result *r = g->result;
	struct ranked *order = must_alloc((r->findings.count + 1) *
	                                  sizeof *order);
	size_t kept = 0;

	catalogue(g);
	for (size_t i = 0; i < r->findings.count; i++)
		if (!follows(g, i) && !superseded(g, i))
			order[kept++] = rank(g, i);
	qsort(order, kept, sizeof *order, compare);
	for (size_t i = 0; i < kept; i++)
		r->findings.items[i] = order[i].finding;
	r->findings.count = kept;
	/* Causes were parallel to the old order: nothing may merge now. */
	g->catalogue->causes.count = 0;
	link_tests(r);
	free(order);
}
